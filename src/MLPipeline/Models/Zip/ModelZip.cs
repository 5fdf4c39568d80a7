using System.Globalization;
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
            Complete(temporary, metadata with { Format = ModelMetadata.CurrentFormat });
        });
    }

    /// <summary>Reads a model, after a look at it from the outside.</summary>
    /// <remarks>Zips of version 0.1.0 are read, too; they come out with today's columns.</remarks>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no model of MLPipeline, or it is damaged; the message says which.</exception>
    /// <exception cref="MLPipelineException">The model is whole, and cannot be loaded here; the message says why.</exception>
    public static LoadedModel Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(Missing(path), path);
        }

        // One open file for the look and for ML.NET: nobody changes it in between.
        using var file = File.OpenRead(path);
        using var zip = Open(file, path);
        var metadata = ModelCheck.Read(zip, path);
        ModelCheck.Inspect(zip, path, metadata);
        var gpu = metadata.Pipeline.Members.FirstOrDefault(m => m.Featurizer.GpuDevice is not null)?.Featurizer;
        foreach (var runtime in BackboneRuntimes.All.All)
        {
            runtime.Prepare(gpu?.GpuDevice);
        }

        // A zip that was made on a GPU is also to be read where there is none.
        var context = OnnxContext.Create(metadata.Pipeline.Seed, gpu?.GpuDevice, fallbackToCpu: true);
        var culture = CultureInfo.CurrentCulture;
        try
        {
            // The expression in a zip of version 0.1.0 is read by the rules of the country.
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            file.Position = 0;
            var chain = (TransformerChain<ITransformer>)context.Model.Load(file, out _);
            return new(context, ModelChain.WithThreshold(context, chain, metadata.Threshold), metadata);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw LoadFailure.Of(path, zip, isWhole: metadata.Format > 1, error);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    /// <summary>Whether a file is a model of MLPipeline by its look, whole or not.</summary>
    public static bool IsModel(string path)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return zip.GetEntry(ModelCheck.MetadataEntry) is not null;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Adds what the zip tells of itself, and the checksums. The times of entries would be all that differs between two equal runs.</summary>
    private static void Complete(string path, ModelMetadata metadata)
    {
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Update))
        using (var entry = zip.CreateEntry(ModelCheck.MetadataEntry).Open())
        {
            JsonSerializer.Serialize(entry, metadata, PipelineJson.Options);
        }

        string sums;
        using (var zip = ZipFile.OpenRead(path))
        {
            sums = ModelSums.Of(zip);
        }

        using (var zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            using (var writer = new StreamWriter(zip.CreateEntry(ModelSums.Entry).Open()))
            {
                writer.Write(sums);
            }

            foreach (var entry in zip.Entries)
            {
                entry.LastWriteTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            }
        }
    }

    private static string Missing(string path)
    {
        if (!Directory.Exists(path))
        {
            return $"There is no model {path}.";
        }

        var models = Directory.GetFiles(path, "*.zip").Concat(Directory.GetDirectories(path).SelectMany(d => Directory.GetFiles(d, "*.zip")));
        var found = models.Order(StringComparer.Ordinal).ToArray();
        return $"{path} is a folder, not a model. " + (found.Length > 0 ? $"It holds {Words.Some(found)}." : "A model is the model.zip that 'mlpipeline run' writes.");
    }

    private static ZipArchive Open(FileStream file, string path)
    {
        try
        {
            return new(file, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException(
                $"{path} is not a zip file, or it was cut short ({error.Message}) A model is the model.zip that 'mlpipeline run' writes.", error);
        }
    }
}
