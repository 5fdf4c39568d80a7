using MLPipeline.Reports;
using MLPipeline.Tests.Datasets;
using MLPipeline.Tests.Reports;

namespace MLPipeline.Tests.Cli;

public sealed class ReportCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Compare_prints_tables_and_writes_all_three_files()
    {
        var first = MadeResults.WriteRun(_folder, "first", MadeResults.Category(_folder, "plate", shift: 0.5));
        var second = MadeResults.WriteRun(_folder, "second", MadeResults.Category(_folder, "plate", shift: 2));

        var (code, output, _) = await CliRunner.RunAsync(
            "compare", first, second, "--html", _folder["c.html"], "--csv", _folder["c.csv"], "--markdown", _folder["c.md"]);

        Assert.Equal(0, code);
        Assert.Contains("Image AUROC by category\nCategory  first  second\n", output);
        Assert.Matches(@"plate +second +\+0\.\d+ +\[\+0\.\d+, \+0\.\d+\] +< 0\.001 +< 0\.001 +better\n", output);
        Assert.Contains("<!DOCTYPE html>", File.ReadAllText(_folder["c.html"]));
        Assert.Equal(3, File.ReadAllLines(_folder["c.csv"]).Length);
        Assert.StartsWith("# first / second\n", File.ReadAllText(_folder["c.md"]));
    }

    [Theory]
    [InlineData("--html")]
    [InlineData("--csv")]
    [InlineData("--markdown")]
    public async Task Compare_replaces_no_file_unless_told(string option)
    {
        var run = MadeResults.WriteRun(_folder, "first", MadeResults.Category(_folder, "plate", shift: 0.5));
        var other = MadeResults.WriteRun(_folder, "second", MadeResults.Category(_folder, "plate", shift: 1.5));
        var mine = _folder.Write("mine.txt", "mine");

        var (code, _, error) = await CliRunner.RunAsync("compare", run, other, option, mine);
        Assert.Equal(2, code);
        Assert.StartsWith($"error: There is a file '{mine}'.", error);
        Assert.Equal("mine", File.ReadAllText(mine));

        Assert.Equal(0, (await CliRunner.RunAsync("compare", run, other, option, mine, "--overwrite")).Code);
        Assert.NotEqual("mine", File.ReadAllText(mine));
    }

    [Fact]
    public async Task Compare_needs_two_runs()
    {
        var first = MadeResults.WriteRun(_folder, "first", MadeResults.Category(_folder, "plate", shift: 0.5));

        var (code, output, error) = await CliRunner.RunAsync("compare", first);

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("error: ", error);
    }

    [Fact]
    public async Task Compare_names_a_folder_that_is_no_run()
    {
        var (code, _, error) = await CliRunner.RunAsync("compare", _folder["a"], _folder["b"]);

        Assert.Equal(2, code);
        Assert.Contains($"'{_folder["a"]}' is not the folder of a run", error);
    }

    [Fact]
    public async Task Evaluate_prints_the_row_of_the_run_and_writes_what_compare_reads()
    {
        using var run = new TinyRun();
        var target = run.Folder["../evaluated"];

        var (code, output, _) = await CliRunner.RunAsync("evaluate", run.Model, "--data", run.Folder.Root, "--out", target);

        Assert.Equal(0, code);
        Assert.Matches(@"disc +14 +5 +5 ", output);
        Assert.Equal(File.ReadAllText(run.Scores), File.ReadAllText(Path.Combine(target, TinyDataset.Category, RunFiles.Scores)));
        Assert.Equal(10, RunFolder.Read(target).Categories.Single().Photos.Count);
    }

    [Fact]
    public async Task Inspect_counts_and_lists_what_it_finds()
    {
        TinyDataset.Write(_folder);
        _folder.Write("disc/test/bar/999.png", "no image");

        var (code, output, _) = await CliRunner.RunAsync("inspect", _folder.Root);

        Assert.Equal(1, code);
        Assert.Matches(@"disc +14 +0 +5 +6 +1 +5 +1 +96 x 96 +colour", output);
        Assert.Contains("error: disc: ", output);
        Assert.Contains("  disc/test/bar/999.png\n", output);
        Assert.Contains("  Hint: ", output);
    }

    [Fact]
    public async Task Inspect_refuses_a_rate_that_is_none()
    {
        var (code, _, error) = await CliRunner.RunAsync("inspect", _folder.Root, "--target-fpr", "1.5");

        Assert.Equal(2, code);
        Assert.StartsWith("error: --target-fpr: '1.5' is out of range", error);
    }
}
