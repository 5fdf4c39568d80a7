using System.Diagnostics;
using MLPipeline.Pipelines;
using MLPipeline.Tests.Datasets;
using MLPipeline.Tests.Featurization;

namespace MLPipeline.Tests.Cli;

/// <summary>What helps to begin: pipelines by name, files to edit, completion.</summary>
public sealed class SetupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Names => [.. ShippedPipelines.Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Init_writes_what_the_name_stands_for(string name)
    {
        var path = _folder[$"new/{name}.yaml"];

        var (code, output, error) = await CliRunner.RunAsync("init", name, "--out", path);

        Assert.Equal((0, path + "\n", ""), (code, output, error));
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "pipelines", name + ".yaml")), File.ReadAllText(path));
        Assert.Equal(PipelineJson.Serialize(PipelineFile.Load(name)), PipelineJson.Serialize(PipelineFile.Load(path)));
    }

    [Fact]
    public async Task Init_replaces_nothing_unless_told_to()
    {
        var path = _folder.Write("mine.yaml", "name: mine");

        var (code, _, error) = await CliRunner.RunAsync("init", "fast", "--out", path);
        Assert.Equal(2, code);
        Assert.Contains($"{path} is there already", error, StringComparison.Ordinal);
        Assert.Equal("name: mine", File.ReadAllText(path));

        (code, _, _) = await CliRunner.RunAsync("init", "fast", "--out", path, "--force");
        Assert.Equal((0, "fast"), (code, PipelineFile.Load(path).Name));
    }

    [Fact]
    public void An_added_backbone_is_found_by_its_name()
    {
        var model = _folder.Write("small-net.onnx", ExportedGraphs.ChannelsLast());
        string Run(params string[] arguments)
        {
            var start = new ProcessStartInfo("dotnet", [typeof(MLPipeline.Cli.ExitCodes).Assembly.Location, .. arguments]) { RedirectStandardOutput = true };
            start.Environment["MLPIPELINE_BACKBONES"] = _folder["added"];
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return output;
        }

        Assert.Contains("stage2", Run("backbone", "add", model, "--list"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["added"]));
        Assert.Contains("backbone: small-net\n  layers: [stage1, stage2]", Run("backbone", "add", model).ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("small-net", Run("backbone", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_name_is_answered_by_those_that_exist()
    {
        var (code, _, error) = await CliRunner.RunAsync("validate", "fats");

        Assert.Equal(2, code);
        Assert.Contains($"{string.Join(", ", ShippedPipelines.Names)}. Did you mean 'fast'?", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mlpipeline run fa", "fast")]
    [InlineData("mlpipeline run fast --dat", "--data")]
    [InlineData("/some/where/mlpipeline validate local", "localize")]
    [InlineData("mlpipeline comp", "compare")]
    [InlineData("mlpipeline search best --scope ", "All")]
    public async Task A_shell_learns_how_a_line_may_go_on(string line, string expected)
    {
        var (code, output, _) = await CliRunner.RunAsync($"[suggest:{line.Length}]", line);

        Assert.Equal(0, code);
        Assert.Contains(expected, output.Split('\n'));
    }

    [Fact]
    public async Task The_script_of_bash_completes_by_prefix()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "no bash");
        var (_, script, _) = await CliRunner.RunAsync("completion", "bash");

        // A stand-in for the program says what it was asked, and words of which one begins as the line does.
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync($"""
            mlpipeline() {'{'} echo "asked: $*" >&2; printf 'fast\ndefault\n'; {'}'}
            {script}
            COMP_LINE='mlpipeline run fa'; COMP_POINT=17
            _mlpipeline mlpipeline fa run
            echo "$COMPREPLY ${'{'}#COMPREPLY[@]{'}'}"
            """);
        process.StandardInput.Close();

        Assert.Equal("fast 1", (await process.StandardOutput.ReadToEndAsync()).Trim());
    }
}
