using System.Text.Json;
using MLPipeline.Featurization;
using MLPipeline.Jobs;
using MLPipeline.Tests.Cli;
using MLPipeline.Tests.TensorFlow;

namespace MLPipeline.Tests.Jobs;

public class ExaminationTests
{
    [Fact]
    public async Task The_command_measures_every_runtime_and_says_what_is_missing()
    {
        MLPipeline.Cli.OptionalParts.Register();

        var (code, output, _) = await CliRunner.RunAsync("doctor", "--json");

        using var json = JsonDocument.Parse(output);
        var checks = json.RootElement.EnumerateArray().Select(c => (
            Area: c.GetProperty("area").GetString()!, Name: c.GetProperty("name").GetString()!,
            Status: c.GetProperty("status").GetString()!, Found: c.GetProperty("found").GetString()!)).ToArray();
        Assert.Contains(checks, c => c is { Area: "packages", Name: "Microsoft.ML", Found: "5.0.1" });
        Assert.Matches(@"^first photo .* s, then .* ms each", checks.Single(c => c.Name == "onnx on CPU").Found);
        Assert.Contains(checks, c => c.Name == "libcudnn.so.8" && (c.Status == "ok" || c.Found.Contains("missing")));
        Assert.Contains(checks, c => c.Name == "libcudnn.so.9" && (c.Status == "ok" || c.Found.Contains("missing")));
        Assert.Contains(checks, c => c is { Name: "telemetry of ONNX Runtime", Status: "ok" });
        Assert.Equal("verdict", checks[^1].Area);
        Assert.StartsWith("ready; fastest is ", checks[^1].Found);
        Assert.Equal(checks.Any(c => c.Status == "error") ? 1 : 0, code);
        var part = checks.Single(c => c.Name == "MLPipeline.TensorFlow");
        Assert.StartsWith(OptionalPart.HasTensorFlow ? "built in" : "left out: ", part.Found);
        Assert.StartsWith(OptionalPart.HasAutoML ? "built in" : "left out: ", checks.Single(c => c.Name == "MLPipeline.AutoML").Found);
    }

    [Fact]
    public void TensorFlow_is_held_against_ONNX_Runtime()
    {
        OptionalPart.RequireTensorFlow();
        Assert.SkipWhen(BackboneRuntimes.All.Find("tensorflow").Ask(null).UsesGpu, "TensorFlow sees a GPU on this machine.");
        var measured = new List<RuntimeMeasurement>();

        var checks = RuntimeChecks.Of(new() { TensorFlow = true }, measured, CancellationToken.None).ToList();

        var check = checks.Single(c => c.Name == "tensorflow on CPU");
        Assert.Equal(CheckStatus.Ok, check.Status);
        Assert.Contains("largest difference from onnx on CPU: ", check.Found);
        Assert.InRange(measured[1].DifferenceTo(measured[0]), 1e-9, 1e-3);
    }

    [Fact]
    public async Task Its_table_names_the_next_step()
    {
        var (_, output, _) = await CliRunner.RunAsync("doctor", "--plain");

        Assert.Contains("area ", output);
        Assert.Contains("For a GPU: build with -p:OnnxRuntimeNative=gpu", output);

        // A path or a variable may be longer; a sentence may not.
        Assert.All(output.Split('\n').Where(l => l.Trim().Split(' ').All(w => w.Length < 60)), l => Assert.InRange(l.Length, 0, 80));
    }

    [Theory]
    [InlineData("libcudart.so.11.0", "libcudart.so.11.0: cannot open shared object file: No such file or directory\nliblibcudart.so.11.0.so: cannot open shared object file: No such file or directory", "libcudart.so.11.0 is missing")]
    [InlineData("/app/libonnxruntime_providers_cuda.so", "Unable to load it.\nlibcublasLt.so.12: cannot open shared object file: No such file or directory", "/app/libonnxruntime_providers_cuda.so needs libcublasLt.so.12, which is missing")]
    [InlineData("libcudnn.so.8", "libz.so.1: cannot open shared object file: No such file or directory\nliblibcudnn.so.8.so: cannot open shared object file", "libcudnn.so.8 needs libz.so.1, which is missing")]
    public void The_missing_file_is_named(string library, string message, string expected) =>
        Assert.Equal(expected, GpuLibrary.Missing(library, message));

    [Fact]
    public void A_library_that_is_there_is_found_with_its_place_and_one_that_is_not_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks for Linux libraries");

        var (opens, found) = GpuLibrary.Try("libm.so.6");
        Assert.True(opens);
        Assert.Contains("/libm", found);
        Assert.Equal((false, "libnosuch.so.7 is missing"), GpuLibrary.Try("libnosuch.so.7"));
    }

    [Fact]
    public void The_list_of_cards_is_read()
    {
        var gpus = NvidiaGpu.Parse("0, NVIDIA A100-SXM4-80GB, 8.0, 470.82.01, 81251 MiB\n1, NVIDIA H100 PCIe, 9.0, 535.104.05, 81559 MiB\nnonsense\n");

        Assert.Equal([new(0, "NVIDIA A100-SXM4-80GB", new(8, 0), "470.82.01", "81251 MiB"), new(1, "NVIDIA H100 PCIe", new(9, 0), "535.104.05", "81559 MiB")], gpus);
    }

    [Fact]
    public void A_card_that_TensorFlow_has_no_code_for_is_warned_of()
    {
        var facts = new BuildFacts { TensorFlow = true, TensorFlowGpu = true };

        Assert.All(GpuChecks.Card(new(0, "A100", new(8, 0), "1", "1"), facts), c => Assert.Equal(CheckStatus.Ok, c.Status));
        var warning = GpuChecks.Card(new(0, "H100", new(9, 0), "1", "1"), facts).Last();
        Assert.Equal(CheckStatus.Warning, warning.Status);
        Assert.Contains("no code for compute capability 9.0", warning.Found);
        Assert.Contains("minutes", warning.NextStep);
    }

    [Fact]
    public void A_GPU_build_without_a_driver_fails_and_a_CPU_build_does_not()
    {
        Assert.SkipWhen(NvidiaDriver.IsLoaded, "there is an NVIDIA driver on this machine");

        Assert.DoesNotContain(GpuChecks.Driver(new()).Concat(GpuChecks.Libraries(new())), c => c.Status == CheckStatus.Error);
        var failed = GpuChecks.Driver(new() { TensorFlowGpu = true }).First();
        Assert.Equal(CheckStatus.Error, failed.Status);
        Assert.NotNull(failed.NextStep);
        var libraries = GpuChecks.Libraries(new() { TensorFlowGpu = true }).Where(c => c.Status == CheckStatus.Error).ToArray();
        Assert.Contains(libraries, c => c is { Name: "libcudnn.so.8", Found: "libcudnn.so.8 is missing" });
        libraries = [.. GpuChecks.Libraries(new() { OnnxRuntimeGpu = true }).Where(c => c.Status == CheckStatus.Error)];
        Assert.Contains(libraries, c => c is { Name: "libcudnn.so.9", Found: "libcudnn.so.9 is missing" });
        Assert.DoesNotContain(libraries, c => c.Name.Contains(".so.11", StringComparison.Ordinal));
    }

    [Fact]
    public void Wild_constant_and_broken_embeddings_are_faults()
    {
        RuntimeMeasurement Of(params float[][] features) => new("x", 1, 1, features);
        var good = Of([1, 2, 3], [3, 2, 1]);

        Assert.Null(good.Fault());
        Assert.Contains("same embedding", Of([1, 2, 3], [1, 2, 3]).Fault());
        Assert.Contains("not finite", Of([1, float.NaN, 3], [3, 2, 1]).Fault());
        Assert.Contains("constant", Of([1, 1, 1], [2, 2, 2]).Fault());
        Assert.Equal(0.5, Of([1, 2, 3.5f], [3, 2, 1]).DifferenceTo(good));
    }

    [Fact]
    public void The_verdict_is_the_worst_status()
    {
        List<RuntimeMeasurement> measured = [new("onnx on CPU", 1, 0.02, []), new("tensorflow on GPU", 1, 0.005, [])];
        Check Of(CheckStatus status) => new("a", "b", status, "c", "d");

        var ready = Examination.Verdict([Of(CheckStatus.Ok), Of(CheckStatus.Skipped)], measured);
        Assert.Equal((CheckStatus.Ok, "ready; fastest is tensorflow on GPU with 200 photos per second"), (ready.Status, ready.Found));
        Assert.Equal(CheckStatus.Warning, Examination.Verdict([Of(CheckStatus.Warning)], measured).Status);
        Assert.Equal(CheckStatus.Error, Examination.Verdict([Of(CheckStatus.Warning), Of(CheckStatus.Error)], measured).Status);
        Assert.Equal(CheckStatus.Error, Examination.Verdict([], []).Status);
    }
}
