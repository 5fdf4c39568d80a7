using System.Text.Json;
using System.Text.Json.Nodes;
using MLPipeline.Compute;
using MLPipeline.Featurization;
using MLPipeline.Search;

namespace MLPipeline.Jobs;

/// <summary>Which packages the program was built from, and which parts are in it.</summary>
internal static class PackageChecks
{
    private const string Area = "packages";

    private static readonly string[] Shown = ["Microsoft.ML", "SciSharp.", "TensorFlow.NET", "SkiaSharp"];

    /// <summary>A check per package that the runtimes are made of.</summary>
    /// <param name="dependencies">The text of the program's <c>.deps.json</c>.</param>
    public static IEnumerable<Check> Versions(string dependencies)
    {
        JsonObject libraries;
        try
        {
            libraries = JsonNode.Parse(dependencies)!["libraries"]!.AsObject();
        }
        catch (Exception error) when (error is JsonException or NullReferenceException or InvalidOperationException)
        {
            return [new(Area, "versions", CheckStatus.Warning, "the program's .deps.json cannot be read: " + error.Message, "Build or install the program again.")];
        }

        return libraries
            .Where(l => l.Value?["type"]?.ToString() == "package" && Shown.Any(s => l.Key.StartsWith(s, StringComparison.Ordinal)))
            .Select(l => l.Key.Split('/'))
            .OrderBy(l => l[0], StringComparer.Ordinal)
            .Select(l => new Check(Area, l[0], CheckStatus.Ok, l[1]));
    }

    /// <summary>A check per part that may be left out.</summary>
    public static IEnumerable<Check> Parts(BuildFacts facts)
    {
        yield return Part(
            "MLPipeline.TensorFlow", facts.TensorFlow, BackboneRuntimes.All.TryFind("tensorflow") is not null, facts.TensorFlowLeftOut,
            "UseTensorFlow", facts.TensorFlowGpu ? $"library for GPUs ({facts.TensorFlowNativePackage})" : "library for the CPU (SciSharp.TensorFlow.Redist)");
        yield return Part(
            "MLPipeline.AutoML", facts.AutoML, SearchEngines.All.TryFind("automl") is not null, facts.AutoMLLeftOut,
            "UseAutoML", "it is the engine of a search with engine: auto");
        yield return new(
            "parts", "ONNX Runtime", CheckStatus.Ok,
            facts.OnnxRuntimeGpu ? "built in; library for GPUs (Microsoft.ML.OnnxRuntime.Gpu)" : "built in; library for the CPU",
            facts.OnnxRuntimeGpu ? null : "For a GPU: build with -p:OnnxRuntimeNative=gpu, which later builds remember, and set featurizer.gpu_device.");
        yield return OnnxTelemetry.IsOff
            ? new("parts", "telemetry of ONNX Runtime", CheckStatus.Ok, $"off ({OnnxTelemetry.Variable}=1)")
            : new(
                "parts", "telemetry of ONNX Runtime", CheckStatus.Warning, $"on: {OnnxTelemetry.Variable} is not 1",
                "Start the program with this variable set to 1.");
    }

    private static Check Part(string name, bool built, bool registered, string why, string property, string detail) =>
        built && registered ? new("parts", name, CheckStatus.Ok, "built in; " + detail)
        : built ? new("parts", name, CheckStatus.Error, "built in, but this program did not register it", "Call Register of its runtime or engine when the program starts.")
        : new(
            "parts", name, CheckStatus.Skipped,
            "left out: " + (why.Length > 0 ? why : $"the build was told so by -p:{property}=false, or could reach no feed"),
            $"Add a feed that serves it, delete obj/optional-packages.props and build again; or insist by -p:{property}=true.");
}
