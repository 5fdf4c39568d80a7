using System.Globalization;
using MLPipeline.Basics;
using MLPipeline.Featurization;

namespace MLPipeline.Jobs;

/// <summary>What each runtime sees, how fast it is, and whether all compute the same.</summary>
internal static class RuntimeChecks
{
    private const string Area = "runtimes";
    private const int Photos = 9;

    // Runtimes add in different orders; what is beyond this is not rounding any more.
    private const double Agreement = 1e-3;
    private const double Wild = 0.1;

    /// <summary>The checks, in order; the measurements go into <paramref name="measured"/>, the reference first.</summary>
    public static IEnumerable<Check> Of(BuildFacts facts, List<RuntimeMeasurement> measured, CancellationToken cancel)
    {
        using var folder = TemporaryFolder.New("doctor");
        var photos = TestPicture.Write(folder.Path, Photos);
        foreach (var runtime in BackboneRuntimes.All.All)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var check in Runtime(runtime, facts, photos, measured, cancel))
            {
                yield return check;
            }
        }
    }

    private static IEnumerable<Check> Runtime(
        IBackboneRuntime runtime, BuildFacts facts, string[] photos, List<RuntimeMeasurement> measured, CancellationToken cancel)
    {
        RuntimeDevices? devices = null;
        Check? failed = null;
        try
        {
            devices = runtime.Ask(null);
        }
        catch (DllNotFoundException error)
        {
            failed = new(
                Area, runtime.Name, CheckStatus.Error, error.Message.ReplaceLineEndings(" "),
                "The native library or one that it needs is missing beside the program; the message names the files that were tried. Build or install the program again.");
        }

        if (devices is null)
        {
            yield return failed!;
            yield break;
        }

        var gpuBuild = runtime.Name == "tensorflow" ? facts.TensorFlowGpu : facts.OnnxRuntimeGpu;
        var seesGpu = devices.Devices.Any(d => !d.StartsWith("CPU", StringComparison.Ordinal));
        yield return gpuBuild && !seesGpu
            ? new(Area, runtime.Name, CheckStatus.Error, $"native library {devices.Version}, built for GPUs, sees {string.Join(", ", devices.Devices)} only", "See the first error under 'driver' or 'libraries'.")
            : new(Area, runtime.Name, CheckStatus.Ok, $"native library {devices.Version}, sees {string.Join(", ", devices.Devices)}");

        var options = new FeaturizerOptions { Runtime = runtime.Name };
        if (!BackboneCatalog.Find(options.Backbone).Has(runtime.FileExtension))
        {
            yield return new(Area, runtime.Name + " batch", CheckStatus.Skipped, $"backbone {options.Backbone} has no {runtime.FileExtension} file");
            yield break;
        }

        var onCpu = !devices.UsesGpu;
        yield return Measure($"{runtime.Name} on {(onCpu ? "CPU" : "GPU")}", options, photos, measured, cancel);
        if (onCpu && seesGpu)
        {
            yield return Measure($"{runtime.Name} on GPU", options with { GpuDevice = 0 }, photos, measured, cancel);
        }
    }

    private static Check Measure(string label, FeaturizerOptions options, string[] photos, List<RuntimeMeasurement> measured, CancellationToken cancel)
    {
        RuntimeMeasurement result;
        try
        {
            result = RuntimeMeasurement.Make(label, options, photos, cancel);
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException))
        {
            return new(Area, label, CheckStatus.Error, error.GetBaseException().Message.ReplaceLineEndings(" "), "See the first error above. Until then: featurizer.runtime: onnx, without gpu_device.");
        }

        var speed = string.Create(
            CultureInfo.InvariantCulture,
            $"first photo {result.FirstSeconds:0.00} s, then {1000 * result.SecondsPerPhoto:0.0} ms each ({1 / result.SecondsPerPhoto:0} per second)");
        if (result.Fault() is { } fault)
        {
            return new(Area, label, CheckStatus.Error, $"{fault}; {speed}", "Do not use this device. A card that is newer than the native library can do this; try the other runtime.");
        }

        measured.Add(result);
        if (measured.Count == 1)
        {
            return new(Area, label, CheckStatus.Ok, speed);
        }

        var difference = result.DifferenceTo(measured[0]);
        var found = string.Create(CultureInfo.InvariantCulture, $"{speed}; largest difference from {measured[0].Label}: {difference:0.0e+0}");
        return difference <= Agreement ? new(Area, label, CheckStatus.Ok, found)
            : difference <= Wild ? new(Area, label, CheckStatus.Warning, found, "More than rounding explains (1e-3). Train and serve on the same device.")
            : new(Area, label, CheckStatus.Error, found, "Its embeddings are wrong. Do not use this device; try the other runtime.");
    }
}
