using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Onnx;

namespace MLPipeline.Onnx;

/// <summary>Makes an <see cref="MLContext"/> whose ONNX sessions run on one thread each.</summary>
/// <remarks>
/// Photos are scored side by side, one cursor per core; sessions with several threads each would fight over the cores
/// (measured in <c>docs/performance.md</c>). A context is the only place where ML.NET takes the thread count of a model
/// that comes from memory or from a zip.
/// </remarks>
public static class OnnxContext
{
    private static readonly Lazy<MLContext> SharedContext = new(() => Create());

    /// <summary>The context of the trainers, which need one only to wrap their heads.</summary>
    internal static MLContext Shared => SharedContext.Value;

    /// <summary>Makes a context.</summary>
    /// <param name="seed">Seed of ML.NET's own randomness.</param>
    public static MLContext Create(int? seed = null)
    {
        var context = new MLContext(seed);
        ((IHostEnvironment)context).SetOnnxSessionOption(new OnnxSessionOptions
        {
            CreateSessionOptions = () => new SessionOptions
            {
                IntraOpNumThreads = 1,
                InterOpNumThreads = 1,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            },
        });
        return context;
    }
}
