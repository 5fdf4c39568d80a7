using MLPipeline.Compute;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Compute;

public class OnnxTelemetryTests
{
    [Fact]
    public void The_library_turns_it_off() => Assert.True(OnnxTelemetry.IsOff);

    [Fact]
    public void The_command_leaves_nothing_in_the_home_and_temporary_folders()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "where ONNX Runtime keeps its files is known on Linux");
        using var run = new TinyRun();
        using var folder = new TempFolder("home");
        var environment = new Dictionary<string, string?> { [OnnxTelemetry.Variable] = null, ["DOTNET_EnableDiagnostics"] = "0" };
        foreach (var variable in new[] { "HOME", "TMPDIR", "XDG_CACHE_HOME" })
        {
            environment[variable] = Directory.CreateDirectory(folder[variable]).FullName;
        }

        var (code, _, error) = BuiltProgram.Run(BuiltProgram.Command, environment, "predict", run.Model, run.Folder["disc/test/good/000.png"]);
        Assert.True(code == 0, error);
        Assert.Empty(Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories));
    }
}
