using System.IO.Compression;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLPipeline.Featurization;
using MLPipeline.Onnx;
using MLPipeline.Pipelines;

namespace MLPipeline.Export;

/// <summary>
/// A detector as a stock ML.NET <c>model.zip</c>: it is loaded by <c>MLContext.Model.Load</c> with Microsoft.ML,
/// Microsoft.ML.ImageAnalytics, Microsoft.ML.OnnxTransformer and an ONNX Runtime package alone.
/// </summary>
public static class ModelZip
{
    /// <summary>The column that says whether a photo is anomalous.</summary>
    public const string PredictedLabelColumn = "PredictedLabel";

    private const string MetadataEntry = "mlpipeline.json";

    /// <summary>Writes a model, beside its name first.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">Where to.</param>
    /// <param name="model">The chain; its input is <c>ImagePath</c> (text), or <c>Image</c> (MLImage) if its first part does not load a file.</param>
    /// <param name="metadata">What the zip tells of itself.</param>
    public static void Save(MLContext context, string path, TransformerChain<ITransformer> model, ModelMetadata metadata)
    {
        var takesPath = model.First() is ImageLoadingTransformerType;
        var input = takesPath
            ? EmptyDataView.Of((Featurizer.PathColumn, TextDataViewType.Instance))
            : EmptyDataView.Of((Featurizer.ImageColumn, new Microsoft.ML.Transforms.Image.ImageDataViewType()));
        AtomicFile.Write(path, temporary =>
        {
            context.Model.Save(model, input.Schema, temporary);
            using var zip = ZipFile.Open(temporary, ZipArchiveMode.Update);
            using var entry = zip.CreateEntry(MetadataEntry).Open();
            JsonSerializer.Serialize(entry, metadata, PipelineJson.Options);
        });
    }
}
