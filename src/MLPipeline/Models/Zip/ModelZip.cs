using System.IO.Compression;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLPipeline.Basics;
using MLPipeline.Compute;
using MLPipeline.Featurization;
using MLPipeline.Pipelines;

namespace MLPipeline.Models;

/// <summary>
/// A detector as a stock ML.NET <c>model.zip</c>: it is loaded by <c>MLContext.Model.Load</c> with Microsoft.ML,
/// Microsoft.ML.ImageAnalytics, Microsoft.ML.OnnxTransformer and an ONNX Runtime package alone.
/// </summary>
public static class ModelZip
{
    private const string MetadataEntry = "mlpipeline.json";

    /// <summary>Writes a model, beside its name first.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">Where to.</param>
    /// <param name="model">The chain. Its input is <c>ImagePath</c> (text), or <c>Image</c> (MLImage) if it does not begin by loading a file.</param>
    /// <param name="metadata">What the zip tells of itself.</param>
    public static void Save(MLContext context, string path, TransformerChain<ITransformer> model, ModelMetadata metadata)
    {
        // ML.NET cannot write a schema that has images alone; such a model is saved without one.
        var input = model.First() is ImageLoadingTransformer
            ? EmptyDataView.Of((ColumnNames.ImagePath, TextDataViewType.Instance)).Schema
            : null;
        AtomicFile.Write(path, temporary =>
        {
            context.Model.Save(model, input, temporary);
            using var zip = ZipFile.Open(temporary, ZipArchiveMode.Update);
            using var entry = zip.CreateEntry(MetadataEntry).Open();
            JsonSerializer.Serialize(entry, metadata, PipelineJson.Options);
        });
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no model of MLPipeline, or it is damaged; the message says which.</exception>
    public static LoadedModel Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no model {path}.", path);
        }

        var metadata = ReadMetadata(path);
        var gpu = metadata.Pipeline.Members.FirstOrDefault(m => m.Featurizer.GpuDevice is not null)?.Featurizer;
        foreach (var runtime in BackboneRuntimes.All.All)
        {
            runtime.Prepare(gpu?.GpuDevice);
        }

        // A zip that was made on a GPU is also to be read where there is none.
        var context = OnnxContext.Create(metadata.Pipeline.Seed, gpu?.GpuDevice, fallbackToCpu: true);
        try
        {
            return new(context, context.Model.Load(path, out _), metadata);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new InvalidDataException($"{path} is damaged: {error.GetBaseException().Message} Make it again by 'mlpipeline run'.", error);
        }
    }

    private static ModelMetadata ReadMetadata(string path)
    {
        using var zip = Open(path);
        var entry = zip.GetEntry(MetadataEntry) ?? throw new InvalidDataException(
            $"{path} is a zip, but no model of MLPipeline: it has no entry {MetadataEntry}. " +
            "ML.NET drops it when it saves a model again; use the file that 'mlpipeline run' wrote.");
        try
        {
            using var stream = entry.Open();
            return JsonSerializer.Deserialize<ModelMetadata>(stream, PipelineJson.Options)!;
        }
        catch (Exception error) when (error is JsonException or InvalidDataException)
        {
            throw new InvalidDataException($"{path} is damaged: {error.Message} Make it again by 'mlpipeline run'.", error);
        }
    }

    private static ZipArchive Open(string path)
    {
        try
        {
            return ZipFile.OpenRead(path);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException(
                $"{path} is not a zip file, or it was cut short ({error.Message}) A model is the model.zip that 'mlpipeline run' writes.", error);
        }
    }
}
