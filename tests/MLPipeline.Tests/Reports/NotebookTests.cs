using System.Diagnostics;
using System.Text.Json.Nodes;
using MLPipeline.Reports;
using MLPipeline.Search;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Reports;

/// <summary>Executes the notebooks as a reader does, on a small run; skipped where there is no Jupyter.</summary>
public sealed class NotebookTests(NotebookTests.RunOnce once) : IClassFixture<NotebookTests.RunOnce>
{
    private static readonly string Folder = Path.Combine(Repository.Root, "notebooks");

    public static TheoryData<string> Notebooks => [.. Directory.GetFiles(Folder, "*.ipynb").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    /// <summary>One run for all notebooks, with the history of a search beside it.</summary>
    public sealed class RunOnce : IDisposable
    {
        private readonly Lazy<TinyRun> _run = new(() =>
        {
            var run = new TinyRun();
            File.WriteAllText(
                Path.Combine(run.Out, TinyDataset.Category, SearchFiles.Trials),
                """
                trial,objective,auroc,backbone,size,layers,cells,detector,seconds,error
                0,1.5,0.8,efficientnet-lite0,96,stage4+stage6,16,patch-gaussian,1.5,
                1,,,efficientnet-lite0,96,stage6,16,knn,0.5,out of memory
                2,2.25,0.9,efficientnet-lite0,128,stage6,16,pca-residual,0.25,

                """);
            return run;
        });

        internal string Folder => _run.Value.Out;

        public void Dispose()
        {
            if (_run.IsValueCreated)
            {
                _run.Value.Dispose();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void It_runs_to_its_end(string notebook)
    {
        RequireJupyter();

        var (code, log, executed) = Execute(notebook, once.Folder);

        Assert.True(code == 0, log);
        Assert.All(CodeCells(executed), cell => Assert.NotNull(cell["execution_count"]));
    }

    public static MatrixTheoryData<string, string> NotebooksAndFolders => new(
        [.. Notebooks.Select(n => n.Data)], ["no anomaly", "an evaluation", "no category", "no good test photo"]);

    /// <summary>Folders that a run, a search or an evaluation can write too: a notebook says what is not there.</summary>
    [Theory]
    [MemberData(nameof(NotebooksAndFolders))]
    public void It_ends_on_any_folder_that_is_written(string notebook, string kind)
    {
        RequireJupyter();
        using var folder = new TempFolder();
        var made = MadeResults.Category(folder, "plate", shift: 2, withMaps: false, withAnomalies: kind != "no anomaly");
        ScoredPhoto[] bad = [.. made.Test.Where(p => p.Photo.IsAnomalous)];
        CategoryResult[] results = kind switch
        {
            "no category" => [],
            "an evaluation" => [made with { OutOfFold = [], Thresholds = null }],
            "no good test photo" => [made with { Test = bad, Figures = CategoryFigures.Of(bad, MadeResults.Threshold) }],
            _ => [made],
        };

        var (code, log, executed) = Execute(notebook, MadeResults.WriteRun(folder, "run", results));

        Assert.True(code == 0, log);
        Assert.All(CodeCells(executed), cell => Assert.NotNull(cell["execution_count"]));
    }

    [Fact]
    public void An_error_in_a_cell_is_an_error_of_the_notebook()
    {
        RequireJupyter();

        var (code, log, _) = Execute("compare-categories.ipynb", Path.Combine(once.Folder, "none"));

        Assert.NotEqual(0, code);
        Assert.Contains("FileNotFoundError", log);
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void It_is_committed_with_its_outputs_and_without_paths_of_a_machine(string notebook)
    {
        var text = File.ReadAllText(Path.Combine(Folder, notebook));

        var cells = CodeCells(text);
        Assert.All(cells, cell => Assert.NotEmpty(cell["outputs"]!.AsArray()));
        Assert.DoesNotContain(cells.SelectMany(c => c["outputs"]!.AsArray()), o => (string?)o!["output_type"] == "error");
        Assert.Contains("image/png", text);
        Assert.All(
            new[] { Repository.Root, Path.GetTempPath(), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + Path.DirectorySeparatorChar },
            path => Assert.DoesNotContain(path, text));
    }

    private static JsonNode[] CodeCells(string notebook) =>
        [.. JsonNode.Parse(notebook)!["cells"]!.AsArray().Where(c => (string?)c!["cell_type"] == "code").Select(c => c!)];

    private static void RequireJupyter() => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(f => File.Exists(Path.Combine(f, "jupyter-nbconvert"))),
        "no Jupyter: jupyter-nbconvert is not on the PATH");

    private static (int Code, string Log, string Notebook) Execute(string notebook, string run)
    {
        var target = Directory.CreateTempSubdirectory("notebook-").FullName;
        try
        {
            var start = new ProcessStartInfo("jupyter-nbconvert") { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
            foreach (var argument in new[] { "--to", "notebook", "--execute", "--output-dir", target, Path.Combine(Folder, notebook) })
            {
                start.ArgumentList.Add(argument);
            }

            start.Environment["MLPIPELINE_RUN"] = run;
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var log = process.StandardError.ReadToEnd();
            process.WaitForExit();
            var written = Path.Combine(target, notebook);
            return (process.ExitCode, output.Result + log, File.Exists(written) ? File.ReadAllText(written) : "");
        }
        finally
        {
            Directory.Delete(target, recursive: true);
        }
    }
}
