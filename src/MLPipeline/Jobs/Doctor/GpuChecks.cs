using MLPipeline.Featurization;

namespace MLPipeline.Jobs;

/// <summary>Driver, cards, and the CUDA libraries that the native libraries open. Nothing of it matters to a build for the CPU.</summary>
internal static class GpuChecks
{
    // The natives of SciSharp.TensorFlow.Redist-Linux-GPU 2.11.1 hold code up to this generation; newer ones get it by
    // compilation of its intermediate form.
    private static readonly Version NewestOfTensorFlow = new(8, 9);

    /// <summary>Driver and cards.</summary>
    public static IEnumerable<Check> Driver(BuildFacts facts)
    {
        var wanted = facts.TensorFlowGpu || facts.OnnxRuntimeGpu;
        yield return NvidiaDriver.KernelModule is { } module
            ? new("driver", "kernel module", CheckStatus.Ok, module)
            : new(
                "driver", "kernel module", wanted ? CheckStatus.Error : CheckStatus.Skipped, "/proc/driver/nvidia/version is missing: no NVIDIA driver is loaded",
                wanted ? "Install the NVIDIA driver; in a container, start it with the NVIDIA container toolkit (--gpus all)." : null);
        yield return Library("driver", GpuLibrary.Driver, wanted, "It belongs to the NVIDIA driver; in a container, NVIDIA_DRIVER_CAPABILITIES must include compute.");
        var gpus = NvidiaGpu.List(out var problem);
        if (problem is not null)
        {
            yield return new("driver", "cards", wanted ? CheckStatus.Error : CheckStatus.Skipped, problem, wanted ? "It comes with the NVIDIA driver." : null);
        }

        foreach (var check in gpus.SelectMany(g => Card(g, facts)))
        {
            yield return check;
        }
    }

    /// <summary>The libraries that a GPU build opens.</summary>
    public static IEnumerable<Check> Libraries(BuildFacts facts)
    {
        if (!OperatingSystem.IsLinux())
        {
            yield return new("libraries", "CUDA, cuDNN", CheckStatus.Skipped, "looked for on Linux only");
            yield break;
        }

        foreach (var name in GpuLibrary.OfTensorFlow)
        {
            yield return Library(
                "libraries", name, facts.TensorFlowGpu,
                "TensorFlow 2.11 needs CUDA 11.2 and cuDNN 8.1 beside each other, in a folder of LD_LIBRARY_PATH or of ldconfig; CUDA 12 and 13 do not serve it.");
        }

        foreach (var name in GpuLibrary.OfOnnxRuntime)
        {
            yield return Library(
                "libraries", name, facts.OnnxRuntimeGpu,
                "ONNX Runtime 1.31 needs CUDA 13 and cuDNN 9, in a folder of LD_LIBRARY_PATH or of ldconfig; CUDA 11 and 12 do not serve it.");
        }

        var provider = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", GpuLibrary.OnnxRuntimeCuda);
        yield return Library(
            "libraries", File.Exists(provider) ? provider : GpuLibrary.OnnxRuntimeCuda, facts.OnnxRuntimeGpu,
            "It comes with Microsoft.ML.OnnxRuntime.Gpu; what it misses stands above.");
    }

    /// <summary>A card, and whether TensorFlow's library has code for it.</summary>
    internal static IEnumerable<Check> Card(NvidiaGpu gpu, BuildFacts facts)
    {
        var name = $"GPU {gpu.Index}";
        yield return new(
            "driver", name, facts.TensorFlowGpu || facts.OnnxRuntimeGpu ? CheckStatus.Ok : CheckStatus.Warning,
            $"{gpu.Name}, compute capability {gpu.ComputeCapability}, {gpu.Memory}, driver {gpu.Driver}",
            facts.TensorFlowGpu || facts.OnnxRuntimeGpu ? null : "Nothing in this build uses it: build with -p:TensorFlowNative=gpu or -p:OnnxRuntimeNative=gpu.");
        if (facts.TensorFlowGpu)
        {
            yield return gpu.ComputeCapability <= NewestOfTensorFlow
                ? new("driver", name + " for TensorFlow", CheckStatus.Ok, $"the library of TensorFlow 2.11 has code for {gpu.ComputeCapability}")
                : new(
                    "driver", name + " for TensorFlow", CheckStatus.Warning,
                    $"the library of TensorFlow 2.11 has no code for compute capability {gpu.ComputeCapability} (up to {NewestOfTensorFlow})",
                    "The first run compiles for minutes and keeps the result (~/.nv/ComputeCache). Look at the difference of embeddings below: cards that " +
                    "are newer than the library have given wrong ones. runtime: onnx with its GPU package is the way out.");
        }
    }

    private static Check Library(string area, string name, bool wanted, string nextStep)
    {
        var (opens, found) = GpuLibrary.Try(name);
        return new(
            area, Path.GetFileName(name), opens ? CheckStatus.Ok : wanted ? CheckStatus.Error : CheckStatus.Skipped,
            opens || wanted ? found : found + "; not needed by the CPU libraries of this build", opens || !wanted ? null : nextStep);
    }
}
