using System.Reflection;

namespace MLPipeline.Jobs;

/// <summary>What the build wrote into the program about the parts that may be left out.</summary>
public sealed record BuildFacts
{
    /// <summary>Whether the TensorFlow runtime is built in.</summary>
    public bool TensorFlow { get; init; }

    /// <summary>Whether the AutoML engine is built in.</summary>
    public bool AutoML { get; init; }

    /// <summary>Why TensorFlow was left out, in the words of the package client; empty if nothing is known.</summary>
    public string TensorFlowLeftOut { get; init; } = "";

    /// <summary>Why AutoML was left out.</summary>
    public string AutoMLLeftOut { get; init; } = "";

    /// <summary>Whether TensorFlow's native library is the one for GPUs.</summary>
    public bool TensorFlowGpu { get; init; }

    /// <summary>The package of TensorFlow's native library.</summary>
    public string TensorFlowNativePackage { get; init; } = "";

    /// <summary>Whether ONNX Runtime's native library is the one for GPUs.</summary>
    public bool OnnxRuntimeGpu { get; init; }

    /// <summary>Reads the facts from the metadata of a program's assembly.</summary>
    public static BuildFacts Of(Assembly program)
    {
        var facts = program.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(a => a.Key, a => a.Value ?? "", StringComparer.Ordinal);
        string Get(string key) => facts.GetValueOrDefault(key, "");
        return new()
        {
            TensorFlow = Get("UseTensorFlow") == "true",
            AutoML = Get("UseAutoML") == "true",
            TensorFlowLeftOut = Get("TensorFlowLeftOut"),
            AutoMLLeftOut = Get("AutoMLLeftOut"),
            TensorFlowGpu = Get("TensorFlowNative") == "gpu",
            TensorFlowNativePackage = Get("TensorFlowNativePackage"),
            OnnxRuntimeGpu = Get("OnnxRuntimeNative") == "gpu",
        };
    }
}
