using System.Runtime.CompilerServices;
using Microsoft.ML;

namespace MLPipeline.Compute;

/// <summary>Applies ONNX models that are held in memory.</summary>
public static class OnnxBytesExtensions
{
    private static readonly ConditionalWeakTable<ITransformer, ModelFile> Files = [];

    /// <summary>
    /// ML.NET's <c>ApplyOnnxModel</c> on the bytes of a model with fixed shapes, by the session options and in the temporary folder of
    /// the context; the bytes are saved in the zip.
    /// </summary>
    public static OnnxBytesEstimator ApplyOnnxBytes(
        this MLContext context, string[] outputColumnNames, string[] inputColumnNames, byte[] model) =>
        new(context, outputColumnNames, inputColumnNames, model);

    /// <summary>Disposes of a transformer and of the file that its model lies in. It cannot be saved afterwards.</summary>
    public static void Close(this ITransformer transformer)
    {
        (transformer as IDisposable)?.Dispose();
        if (Files.TryGetValue(transformer, out var file))
        {
            file.Dispose();
        }
    }

    /// <summary>The file goes when the transformer does.</summary>
    internal static void Keep(ITransformer transformer, ModelFile file) => Files.Add(transformer, file);
}
