using MLPipeline.Basics;

namespace MLPipeline.Featurization;

/// <summary>The runtimes that are built in.</summary>
public static class BackboneRuntimes
{
    /// <summary>All runtimes, ONNX Runtime first; a part that is built in adds its own.</summary>
    public static Registry<IBackboneRuntime> All { get; } = new("runtime", new OnnxBackboneRuntime());

    /// <summary>
    /// The runtime that <see cref="FeaturizerOptions.Runtime"/> names. <c>auto</c> is, of those that the backbone has a
    /// file for, the first that would run on a GPU, else the first.
    /// </summary>
    /// <exception cref="ArgumentException">It is not built in, or none that is reads the backbone's files.</exception>
    public static IBackboneRuntime Find(FeaturizerOptions options, Backbone backbone)
    {
        var name = options.Runtime;
        if (name != "auto")
        {
            return All.TryFind(name) ?? throw new ArgumentException(
                $"The runtime '{name}' is not built into this command; built in: {string.Join(", ", All.Names)}. " +
                "'mlpipeline doctor' says why.");
        }

        var able = All.All.Where(r => backbone.Has(r.FileExtension)).ToArray();
        return able.Length == 0
            ? throw new ArgumentException(
                $"No runtime that is built in ({string.Join(", ", All.All.Select(r => $"{r.Name} reads {r.FileExtension}"))}) " +
                $"can run backbone '{backbone.Name}': see 'files' in {backbone.ManifestPath}. 'mlpipeline doctor' says which runtimes are missing.")
            : able.Length > 1 && NvidiaDriver.IsLoaded ? able.FirstOrDefault(r => UsesGpu(r, options.GpuDevice)) ?? able[0] : able[0];
    }

    private static bool UsesGpu(IBackboneRuntime runtime, int? gpuDevice)
    {
        try
        {
            return runtime.Ask(gpuDevice).UsesGpu;
        }
        catch (DllNotFoundException)
        {
            return false;
        }
    }
}
