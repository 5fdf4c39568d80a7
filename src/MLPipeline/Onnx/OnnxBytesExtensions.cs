using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;

namespace MLPipeline.Onnx;

/// <summary>Applies an ONNX model that is held in memory.</summary>
public static class OnnxBytesExtensions
{
    /// <summary>ML.NET's <c>ApplyOnnxModel</c> on the bytes of a model with fixed shapes; the bytes are saved in the zip.</summary>
    public static OnnxScoringEstimator ApplyOnnxBytes(
        this TransformsCatalog catalog, string[] outputColumnNames, string[] inputColumnNames, byte[] model) =>
        catalog.ApplyOnnxModel(outputColumnNames, inputColumnNames, new MemoryStream(model), gpuDeviceId: null);
}
