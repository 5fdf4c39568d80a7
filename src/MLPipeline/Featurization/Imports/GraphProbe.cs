using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLPipeline.Basics;
using MLPipeline.Compute;

namespace MLPipeline.Featurization;

/// <summary>Runs a graph on one made-up picture to see what comes out.</summary>
internal static class GraphProbe
{
    /// <summary>The Single tensors that come out, by name: their shapes, and whether all numbers are finite and not all the same.</summary>
    /// <exception cref="OnnxRuntimeException">The graph cannot be loaded, or not be run at this size.</exception>
    public static IReadOnlyDictionary<string, (int[] Shape, bool IsAlive)> Run(byte[] model, InputSize size)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using var session = new InferenceSession(model, options);
        var pixels = new DenseTensor<float>([1, 3, size.Height, size.Width]);
        var random = new Random(1);
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels.SetValue(i, (float)(random.NextDouble() * 255));
        }

        using var results = session.Run([NamedOnnxValue.CreateFromTensor(ForeignGraph.Image, pixels)]);
        return results.Where(r => r.ElementType == TensorElementType.Float).ToDictionary(r => r.Name, r =>
        {
            var tensor = r.AsTensor<float>();
            var values = tensor.ToArray();
            return (tensor.Dimensions.ToArray(), values.All(float.IsFinite) && values.Any(v => v != values[0]));
        }, StringComparer.Ordinal);
    }

    /// <summary>The first line of what ONNX Runtime says, without its codes.</summary>
    public static MLPipelineException Refused(string path, OnnxRuntimeException error) => new(
        $"{path} cannot be run by ONNX Runtime: {error.Message.Split('\n')[0]} Export it again, with all weights in one file and operators of opset 11 or later.", error);
}
