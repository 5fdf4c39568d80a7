using System.Security.Cryptography;
using System.Text.Json;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Jobs;
using MLPipeline.Models;
using MLPipeline.Reports;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Jobs;

/// <summary>What a run does to the files of an earlier one, and to those of others.</summary>
public class RunOutputTests
{
    [Fact]
    public void A_repetition_that_is_stopped_leaves_the_earlier_run_as_it_was()
    {
        using var run = new TinyRun();
        var before = Hashes(run.Out);
        using var cancel = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Execute(run.Folder, run.Out, new CancelAt("fit", cancel), cancel.Token));
        Assert.Equal(before, Hashes(run.Out).Where(f => !f.Key.StartsWith(RunOutput.Unfinished, StringComparison.Ordinal)));

        Execute(run.Folder, run.Out);
        Assert.False(Directory.Exists(Path.Combine(run.Out, RunOutput.Unfinished)));
        Assert.Equal(before.Keys, Hashes(run.Out).Keys);
    }

    [Fact]
    public void A_first_run_that_is_stopped_leaves_tables_of_what_is_finished_and_hashes_nothing_more()
    {
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder);
        TinyDataset.Write(folder, category: "plate");
        using var cancel = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Execute(folder, folder["../out"], new CancelAt("fit", cancel, "plate"), cancel.Token));

        Assert.Equal(2, File.ReadAllLines(folder["../out/" + RunFiles.Categories]).Length);
        Assert.True(File.Exists(folder["../out/disc/model.zip"]));
        using var record = JsonDocument.Parse(File.ReadAllText(folder["../out/" + RunFiles.Record]));
        Assert.False(record.RootElement.GetProperty("complete").GetBoolean());
        var categories = record.RootElement.GetProperty("dataset").GetProperty("categories");
        Assert.Equal(64, categories[0].GetProperty("sha256").GetString()!.Length);
        Assert.Equal(JsonValueKind.Null, categories[1].GetProperty("sha256").ValueKind);
    }

    [Fact]
    public void Folders_of_an_earlier_run_that_the_tables_do_not_cover_are_named()
    {
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder);
        TinyDataset.Write(folder, category: "plate");
        Execute(folder, folder["../out"]);
        Directory.Delete(folder["plate"], recursive: true);
        var told = new Listener();
        Execute(folder, folder["../out"], told);
        Assert.Contains(told.Warnings, w => w.Contains("plate", StringComparison.Ordinal) && w.Contains("earlier run", StringComparison.Ordinal));
        Assert.True(File.Exists(folder["../out/plate/model.zip"]));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("disc")]
    [InlineData("disc/test/bar")]
    public void Results_among_the_photos_are_refused(string place)
    {
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder);
        var before = Hashes(folder.Root);
        var error = Assert.Throws<MLPipelineException>(() => Execute(folder, folder[place]));
        Assert.Contains("Choose a folder outside", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Hashes(folder.Root));
    }

    [Theory]
    [InlineData("categories.csv")]
    [InlineData("report.html")]
    [InlineData("disc/model.zip")]
    public void Files_that_no_run_has_made_are_not_replaced(string file)
    {
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder);
        folder.Write("../out/" + file, "mine");
        var error = Assert.Throws<MLPipelineException>(() => Execute(folder, folder["../out"]));
        Assert.Contains(Path.GetFileName(file), error.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(folder["../out/" + file]));
        Assert.Single(Directory.GetFiles(folder["../out"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Two_runs_do_not_write_into_one_folder()
    {
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder);
        using (RunOutput.OfRun(folder["../out"], Dataset.Open(folder.Root)))
        {
            var error = Assert.Throws<MLPipelineException>(() => Execute(folder, folder["../out"]));
            Assert.Contains("Another process writes", error.Message, StringComparison.Ordinal);
        }

        Assert.Single(Execute(folder, folder["../out"]));
    }

    [Fact]
    public void A_publishing_that_was_killed_is_ended_by_the_next_run()
    {
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder);
        folder.Write("../out/run.json", """{"mlpipeline":"0.1","complete":true}""");
        folder.Write("../out/.unfinished/owner.lock", "");
        folder.Write("../out/.unfinished/disc/scores.csv", "newer");
        folder.Write("../out/.unfinished/run.json", """{"mlpipeline":"0.1","complete":true,"new":1}""");
        RunOutput.OfRun(folder["../out"], Dataset.Open(folder.Root)).Dispose();
        Assert.Equal("newer", File.ReadAllText(folder["../out/disc/scores.csv"]));
        Assert.Contains("new", File.ReadAllText(folder["../out/run.json"]), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["../out/.unfinished"]));
    }

    [Fact]
    public void What_goes_wrong_with_a_category_or_a_mask_costs_that_one_alone()
    {
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder);
        TinyDataset.Write(folder, category: "plate");
        folder.Write("disc/ground_truth/bar/000_mask.png", "no mask");
        foreach (var photo in Directory.GetFiles(folder["plate/train/good"]))
        {
            File.WriteAllText(photo, "no photo");
        }

        var told = new Listener();
        var results = Execute(folder, folder["../out"], told);

        Assert.Equal(4, Assert.Single(results).Pixels!.AnomalousPhotos);
        Assert.Contains(told.Warnings, w => w.Contains("000_mask.png", StringComparison.Ordinal));
        Assert.Contains(told.Warnings, w => w.StartsWith("plate: ", StringComparison.Ordinal) && w.EndsWith("The category is left out.", StringComparison.Ordinal));
        using var record = JsonDocument.Parse(File.ReadAllText(folder["../out/" + RunFiles.Record]));
        Assert.Equal("plate", record.RootElement.GetProperty("left_out")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void An_earlier_result_is_not_given_up_for_none()
    {
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder);
        TinyDataset.Write(folder, category: "plate");
        Execute(folder, folder["../out"]);
        var before = Hashes(folder["../out"]);
        foreach (var photo in Directory.GetFiles(folder["plate/train/good"]))
        {
            File.WriteAllText(photo, "no photo");
        }

        var told = new Listener();
        Assert.Single(Execute(folder, folder["../out"], told));
        Assert.Contains(told.Warnings, w => w.Contains("plate has a result there and none now", StringComparison.Ordinal));
        Assert.Equal(before, Hashes(folder["../out"]).Where(f => !f.Key.StartsWith(RunOutput.Unfinished, StringComparison.Ordinal)));
        Assert.True(File.Exists(folder["../out/.unfinished/disc/model.zip"]));
    }

    [Fact]
    public void An_evaluation_replaces_nothing_of_a_run()
    {
        using var run = new TinyRun();
        var before = Hashes(run.Out);
        using var model = ModelZip.Load(run.Model);
        var photos = Dataset.Open(run.Folder.Root).Categories[0];

        Assert.Throws<MLPipelineException>(() => Evaluation.Execute(model, photos, all: false, run.Out, NullProgress.Instance));
        Assert.Equal(before, Hashes(run.Out));

        var own = run.Folder["../own"];
        Evaluation.Execute(model, photos, all: false, own, NullProgress.Instance);
        using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(own, RunFiles.Record)));
        Assert.Equal(Path.GetFullPath(run.Folder.Root), record.RootElement.GetProperty("dataset").GetProperty("root").GetString());
        Assert.Throws<MLPipelineException>(() => Evaluation.Execute(model, photos, all: false, own, NullProgress.Instance));
        Evaluation.Execute(model, photos, all: false, own, NullProgress.Instance, overwrite: true);
        Assert.Throws<MLPipelineException>(() => run.Execute(TinyDataset.Pipeline(), own));
    }

    private static IReadOnlyList<CategoryResult> Execute(TempFolder folder, string outFolder, IRunProgress? progress = null, CancellationToken cancel = default) => Run.Execute(
        new RunOptions { Pipeline = TinyDataset.Pipeline(), Dataset = Dataset.Open(folder.Root), OutFolder = outFolder, StoreFolder = folder["../store"] },
        progress ?? NullProgress.Instance, cancel);

    private static SortedDictionary<string, string> Hashes(string folder) => new(
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(
            f => Path.GetRelativePath(folder, f), f => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))),
        StringComparer.Ordinal);

    private class Listener : IRunProgress
    {
        public List<string> Warnings { get; } = [];

        public virtual IStage Stage(string category, string name, int total, string unit = "photos") => NullProgress.Instance.Stage(category, name, total, unit);

        public void Message(string text)
        {
        }

        public void Warning(string text)
        {
            lock (Warnings)
            {
                Warnings.Add(text);
            }
        }
    }

    private sealed class CancelAt(string stage, CancellationTokenSource cancel, string? of = null) : Listener
    {
        public override IStage Stage(string category, string name, int total, string unit = "photos")
        {
            if (name == stage && (of is null || of == category))
            {
                cancel.Cancel();
            }

            return base.Stage(category, name, total, unit);
        }
    }
}
