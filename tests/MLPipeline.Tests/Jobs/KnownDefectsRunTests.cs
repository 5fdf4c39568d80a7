using MLPipeline.Detectors;
using MLPipeline.Jobs;
using MLPipeline.Models;
using MLPipeline.Pipelines;
using MLPipeline.Reports;

namespace MLPipeline.Tests.Jobs;

/// <summary>Known defects in whole runs: who teaches, what is exported, what is said.</summary>
public class KnownDefectsRunTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_exported_model_scores_with_what_known_defects_taught(bool ensemble)
    {
        using var run = new TinyRun(TinyDataset.Member());
        var before = run.Result;
        Known(run, "bar", 3);
        MemberOptions[] members = ensemble ? [TinyDataset.Member(), TinyDataset.Member(new PcaResidualOptions())] : [TinyDataset.Member()];

        var after = run.Execute(TinyDataset.Pipeline(members)).Single();

        Assert.Null(before.KnownDefects);
        Assert.Equal(3, after.KnownDefects!.Count);
        Assert.Equal(0.3, after.KnownDefects.Weight);
        Assert.Equal(before.TrainGood, after.TrainGood);
        Assert.Equal(before.Test.Select(t => t.Photo.Id), after.Test.Select(t => t.Photo.Id));
        Assert.NotEqual(before.Test.Select(t => t.Score), after.Test.Select(t => t.Score));
        using var model = ModelZip.Load(run.Model);
        Assert.True(Verification.Of(model, run.Scores, run.Folder.Root).Passed);
        Assert.True(File.Exists(Path.Combine(run.Out, TinyDataset.Category, RunFiles.KnownDefects)));
    }

    [Fact]
    public void One_members_map_stays_as_it_is()
    {
        using var run = new TinyRun(TinyDataset.Member());
        var before = run.Result;
        Known(run, "bar", 3);

        var after = run.Execute(TinyDataset.Pipeline(TinyDataset.Member())).Single();

        Assert.Equal(before.Pixels!.Auroc, after.Pixels!.Auroc);
    }

    [Fact]
    public void Known_defects_that_are_off_change_nothing()
    {
        using var run = new TinyRun(TinyDataset.Member());
        var before = run.Result;
        Known(run, "bar", 3);

        var after = run.Execute(TinyDataset.Pipeline(TinyDataset.Member()) with { KnownDefects = KnownDefectsUse.Off }).Single();

        Assert.Null(after.KnownDefects);
        Assert.Equal(before.Test.Select(t => t.Score), after.Test.Select(t => t.Score));
    }

    [Fact]
    public void A_detector_without_cells_is_taught_nothing_and_it_is_said()
    {
        using var run = new TinyRun(TinyDataset.Member(new PcaResidualOptions()));
        var before = run.Result;
        Known(run, "bar", 3);

        var after = run.Execute(TinyDataset.Pipeline(TinyDataset.Member(new PcaResidualOptions()))).Single();

        Assert.Null(after.KnownDefects);
        Assert.Equal(before.Test.Select(t => t.Score), after.Test.Select(t => t.Score));
    }

    [Fact]
    public void A_copy_of_a_test_photo_teaches_nothing()
    {
        using var run = new TinyRun(TinyDataset.Member());
        Known(run, "bar", 2);
        File.Copy(run.Folder[$"{TinyDataset.Category}/test/bar/000.png"], run.Folder[$"{TinyDataset.Category}/train/bar/copy.png"]);

        var after = run.Execute(TinyDataset.Pipeline(TinyDataset.Member())).Single();

        Assert.Equal(2, after.KnownDefects!.Count);
    }

    [Fact]
    public void With_five_of_two_kinds_a_prediction_names_the_most_similar_one()
    {
        using var run = new TinyRun(TinyDataset.Member());
        Known(run, "bar", 5);
        for (var i = 0; i < 5; i++)
        {
            run.Folder.Image($"{TinyDataset.Category}/train/dark/{i}.png", 96, 96, (x, y) =>
                (x + y + i) % 7 == 0 ? SkiaSharp.SKColors.Black : new SkiaSharp.SKColor(20, 20, 20));
        }

        var result = run.Execute(TinyDataset.Pipeline(TinyDataset.Member())).Single();
        using var model = ModelZip.Load(run.Model);
        var predictions = Predictor.Predict(model, [run.Folder[$"{TinyDataset.Category}/test/bar/001.png"], run.Folder[$"{TinyDataset.Category}/train/dark/1.png"]]);

        Assert.Equal(["bar", "dark"], result.KnownDefects!.HintKinds);
        Assert.NotNull(result.KnownDefects.Other);
        Assert.Equal(["bar", "dark"], predictions.Select(p => p.Similar!.Kind));
        Assert.All(predictions, p => Assert.InRange(p.Similar!.Similarity, 0.3f, 1.0001f));
        Assert.True(Verification.Of(model, run.Scores, run.Folder.Root).Passed);
    }

    private static void Known(TinyRun run, string kind, int count)
    {
        for (var i = 0; i < count; i++)
        {
            TinyDataset.Photo(run.Folder, $"{TinyDataset.Category}/train/{kind}/{i:000}.png", 300 + i, bar: true);
        }
    }
}
