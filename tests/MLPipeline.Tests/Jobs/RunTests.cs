using System.Text.Json;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Jobs;
using MLPipeline.Models;
using MLPipeline.Pipelines;
using MLPipeline.Reports;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Jobs;

public class RunTests
{
    [Fact]
    public void It_finds_the_defects_and_writes_all_files()
    {
        using var run = new TinyRun();
        Assert.Equal(1.0, run.Result.Figures.Auroc?.Estimate);
        Assert.True(run.Result.Pixels!.Auroc > 0.8);
        Assert.Equal(14, run.Result.OutOfFold.Count);

        using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(run.Out, RunFiles.Record)));
        Assert.True(record.RootElement.GetProperty("complete").GetBoolean());
        Assert.Equal(64, record.RootElement.GetProperty("dataset").GetProperty("categories")[0].GetProperty("sha256").GetString()!.Length);
        Assert.StartsWith("onnx ", record.RootElement.GetProperty("backbones")[0].GetProperty("model").GetString(), StringComparison.Ordinal);
        Assert.Matches(@"^1\.\d+\.\d+ \(CPU", record.RootElement.GetProperty("backbones")[0].GetProperty("native").GetString());
        Assert.Matches(@"^1\.", record.RootElement.GetProperty("packages").GetProperty("Microsoft.ML.OnnxRuntime.Managed").GetString());
        Assert.Equal(2, File.ReadAllLines(Path.Combine(run.Out, RunFiles.Categories)).Length);
        Assert.Equal(run.Result.Test.Select(s => s.Score), ScoresFile.Read(run.Scores).Select(r => r.Score));
        Assert.Empty(Directory.GetFiles(run.Out, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void Training_photos_that_are_all_one_picture_are_refused_and_few_pictures_are_said()
    {
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder);
        var good = Directory.GetFiles(folder["disc/train/good"]).Order().ToArray();
        for (var i = 3; i < good.Length; i++)
        {
            File.Copy(good[i % 3], good[i], overwrite: true);
        }

        var progress = new Warnings();
        Execute();
        Assert.Contains(progress.Texts, l => l.Contains("3 different photo(s) among 14 usable good ones", StringComparison.Ordinal));
        Assert.Contains(progress.Texts, l => l.Contains("3 good photos cannot support a target", StringComparison.Ordinal));
        foreach (var path in good[1..])
        {
            File.Copy(good[0], path, overwrite: true);
        }

        Assert.Contains("1 different good training photo(s) can be read (of 14 files)", Assert.Throws<DatasetException>(Execute).Message, StringComparison.Ordinal);

        void Execute() => Run.Execute(
            new RunOptions { Pipeline = TinyDataset.Pipeline(), Dataset = Dataset.Open(folder.Root), OutFolder = folder["../out"], StoreFolder = folder["../store"] }, progress);
    }

    [Fact]
    public void Masks_that_say_nothing_cost_their_photos_the_pixel_figures_alone()
    {
        using var whole = new TinyRun();
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder);
        folder.Write("disc/ground_truth/bar/000_mask.png", "damaged");
        folder.Image("disc/ground_truth/bar/001_mask.png", 96, 96, (_, _) => SkiaSharp.SKColors.Black);
        var progress = new Warnings();
        var result = Run.Execute(
            new RunOptions { Pipeline = TinyDataset.Pipeline(), Dataset = Dataset.Open(folder.Root), OutFolder = folder["../out"], StoreFolder = folder["../store"] }, progress).Single();
        Assert.Equal((5, 3), (result.Pixels!.GoodPhotos, result.Pixels.AnomalousPhotos));
        Assert.Equal(whole.Result.Test.Select(t => t.Score), result.Test.Select(t => t.Score));
        Assert.Contains(progress.Texts, l => l.Contains("1 of 5 mask(s) cannot be used", StringComparison.Ordinal));
        Assert.Contains(progress.Texts, l => l.Contains("1 of 5 mask(s) mark no pixel", StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_run_featurizes_nothing_and_writes_the_same_bytes()
    {
        using var run = new TinyRun();
        var scores = File.ReadAllBytes(run.Scores);
        var good = File.ReadAllBytes(Path.Combine(run.Out, TinyDataset.Category, RunFiles.GoodScores));

        var again = run.Execute(TinyDataset.Pipeline(), run.Folder["../again"]).Single();
        Assert.Equal(0, again.Phases.Single(p => p.Name == "featurize").Photos);
        Assert.Equal(scores, File.ReadAllBytes(run.Folder[$"../again/{TinyDataset.Category}/{RunFiles.Scores}"]));
        Assert.Equal(good, File.ReadAllBytes(run.Folder[$"../again/{TinyDataset.Category}/{RunFiles.GoodScores}"]));
    }

    [Fact]
    public void The_gate_leaves_out_a_member_and_says_so()
    {
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder, train: 32);
        var pipeline = TinyDataset.Pipeline(TinyDataset.Member(), TinyDataset.Member(null, "stage4")) with { Gate = new() { Tolerance = -1 } };
        var result = Execute(folder, pipeline).Single();

        Assert.Equal([true, false], result.Members.Select(m => m.Joins));
        Assert.True(result.Members[1].Tails > result.Members[1].Limit);
        using var model = ModelZip.Load(folder[$"../out/{TinyDataset.Category}/{RunFiles.Model}"]);
        Assert.Single(model.Metadata.Pipeline.Members);
    }

    [Fact]
    public void Members_of_one_network_share_its_pass_in_training_and_in_the_zip()
    {
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder);
        var second = TinyDataset.Member(null, "stage5") with { Weight = 0.5 };
        var result = Execute(folder, TinyDataset.Pipeline(TinyDataset.Member(), second)).Single();

        Assert.Equal(24, result.Phases.Single(p => p.Name == "featurize").Photos);
        using var model = ModelZip.Load(folder[$"../out/{TinyDataset.Category}/{RunFiles.Model}"]);
        Assert.True(Verification.Of(model, folder[$"../out/{TinyDataset.Category}/{RunFiles.Scores}"], folder.Root).Passed);
    }

    [Fact]
    public void Copies_are_held_out_together()
    {
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder, train: 10);
        foreach (var photo in Directory.GetFiles(folder["disc/train/good"]))
        {
            File.Copy(photo, photo.Replace(".png", "-again.png"));
        }

        var twice = Execute(folder).Single();
        foreach (var photo in Directory.GetFiles(folder["disc/train/good"], "*-again.png"))
        {
            File.Delete(photo);
        }

        var once = Execute(folder).Single();
        Assert.Equal(20, twice.TrainGood);
        Assert.Equal(once.Threshold, twice.Threshold, 0.3 * once.Threshold);
    }

    [Fact]
    public void Photos_that_cannot_be_read_are_left_out_and_listed()
    {
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder);
        folder.Write("disc/train/good/broken.png", "text");
        folder.Write("disc/test/bar/empty.png", []);

        var result = Execute(folder).Single();
        Assert.Equal(["disc/test/bar/empty.png", "disc/train/good/broken.png"], result.Unreadable.Select(u => u.Photo.Id).Order(StringComparer.Ordinal));
        Assert.Equal(14, result.TrainGood);
        Assert.Equal(10, result.Test.Count);
    }

    [Fact]
    public void Strict_stops_at_a_photo_that_cannot_be_read()
    {
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder);
        folder.Write("disc/train/good/broken.png", "text");
        var error = Assert.Throws<DatasetException>(() => Execute(folder, strict: true));
        Assert.Contains("broken.png", error.Message, StringComparison.Ordinal);
        Assert.Contains("stops at the first", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["../store"]), "a strict run featurizes nothing before it has looked at all photos");
    }

    [Fact]
    public void Without_defects_in_the_test_split_the_AUROC_does_not_exist()
    {
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder, bad: 0);
        var result = Execute(folder).Single();
        Assert.Null(result.Figures.Auroc?.Estimate);
        Assert.Null(result.Figures.AveragePrecision?.Estimate);
        Assert.Null(result.Pixels);

        var columns = File.ReadAllLines(folder["../out/" + RunFiles.Categories]);
        var auroc = Array.IndexOf(columns[0].Split(','), "image_auroc");
        Assert.Equal("", columns[1].Split(',')[auroc]);
    }

    [Fact]
    public void A_mask_of_another_size_or_none_does_no_harm()
    {
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder);
        folder.Image("disc/ground_truth/bar/000_mask.png", 33, 40, (x, _) => x > 10 ? SkiaSharp.SKColors.White : SkiaSharp.SKColors.Black);
        File.Delete(folder["disc/ground_truth/bar/001_mask.png"]);
        var result = Execute(folder).Single();
        Assert.Equal(10, result.Test.Count);
        Assert.Equal(4, result.Pixels!.AnomalousPhotos);
    }

    [Fact]
    public void A_category_that_cannot_be_trained_is_left_out_with_a_warning()
    {
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder);
        folder.Write("broken/train/good/0.png", "text");
        folder.Write("broken/train/good/1.png", "text");
        folder.Write("broken/test/good/1.png", "text");
        var progress = new Warnings();
        Assert.Equal(["disc"], Execute(folder, progress: progress).Select(r => r.Category));
        Assert.Contains(progress.Texts, t => t.Contains("broken", StringComparison.Ordinal) && t.Contains("left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Cancelling_leaves_a_record_that_says_so()
    {
        using var folder = new TempFolder("photos");
        TinyDataset.Write(folder);
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => Execute(folder, cancel: cancel.Token));
        using var record = JsonDocument.Parse(File.ReadAllText(folder["../out/" + RunFiles.Record]));
        Assert.False(record.RootElement.GetProperty("complete").GetBoolean());
    }

    private static IReadOnlyList<CategoryResult> Execute(TempFolder folder, PipelineOptions pipeline) => Execute(folder, pipeline: pipeline, strict: false);

    private static IReadOnlyList<CategoryResult> Execute(
        TempFolder folder, bool strict = false, IRunProgress? progress = null, CancellationToken cancel = default,
        PipelineOptions? pipeline = null) => Run.Execute(
        new RunOptions
        {
            Pipeline = pipeline ?? TinyDataset.Pipeline(),
            Dataset = Dataset.Open(folder.Root),
            OutFolder = folder["../out"],
            StoreFolder = folder["../store"],
            Strict = strict,
        },
        progress ?? NullProgress.Instance,
        cancel);

    private sealed class Warnings : IRunProgress
    {
        public List<string> Texts { get; } = [];

        public IStage Stage(string category, string name, int total, string unit = "photos") => NullProgress.Instance;

        public void Message(string text)
        {
        }

        public void Warning(string text) => Texts.Add(text);
    }
}
