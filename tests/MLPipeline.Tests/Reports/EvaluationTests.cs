using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Jobs;
using MLPipeline.Models;
using MLPipeline.Reports;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Reports;

public sealed class EvaluationTests
{
    [Fact]
    public void A_model_evaluated_on_the_photos_of_its_run_gives_the_runs_tables()
    {
        using var run = new TinyRun();
        using var model = ModelZip.Load(run.Model);
        var dataset = Dataset.Open(run.Folder.Root);
        var folder = run.Folder["../evaluated"];

        var result = Evaluation.Execute(model, Evaluation.Choose(model, dataset), all: false, folder, NullProgress.Instance);

        Assert.Equal(File.ReadAllText(run.Scores), File.ReadAllText(Path.Combine(folder, TinyDataset.Category, RunFiles.Scores)));
        Assert.Equal(run.Result.Pixels!.Aupro!.Value, result.Pixels!.Aupro!.Value, 6);
        Assert.Equal(run.Result.Figures.AtThreshold, result.Figures.AtThreshold);
        Assert.Equal(run.Result.Maps.Keys.Order(), result.Maps.Keys.Order());
        Assert.Contains("A model of disc on disc", File.ReadAllText(Path.Combine(folder, RunFiles.Report)));
        // What the run wrote besides can be read back too.
        Assert.Contains("ROC curve of disc", File.ReadAllText(Path.Combine(run.Out, RunFiles.Report)));
        Assert.Equal(0, Comparison.Of(
            [MLPipeline.Reports.RunFolder.Read(run.Out), MLPipeline.Reports.RunFolder.Read(folder)]).Categories[0].Cells[1]!.Difference!.Difference.Estimate);

        var everything = Evaluation.Execute(model, dataset.Categories[0], all: true, null, NullProgress.Instance);
        Assert.Equal(dataset.Categories[0].Photos.Count, everything.Test.Count);
    }

    [Fact]
    public void A_broken_photo_is_left_out_with_its_reason()
    {
        using var run = new TinyRun();
        using var model = ModelZip.Load(run.Model);
        run.Folder.Write("disc/test/bar/999.png", "no image");

        var result = Evaluation.Execute(model, Dataset.Open(run.Folder.Root).Categories[0], all: false, null, NullProgress.Instance);

        Assert.Equal(10, result.Test.Count);
        Assert.Equal("disc/test/bar/999.png", Assert.Single(result.Unreadable).Photo.Id);
    }

    [Fact]
    public void A_folder_without_the_models_category_is_refused_with_what_it_has()
    {
        using var run = new TinyRun();
        using var model = ModelZip.Load(run.Model);
        using var other = new TempFolder();
        TinyDataset.Write(other, category: "bolt");
        TinyDataset.Write(other, category: "nut");

        var error = Assert.Throws<DatasetException>(() => Evaluation.Choose(model, Dataset.Open(other.Root)));

        Assert.EndsWith("has bolt, nut. Choose one of these categories, or name its folder.", error.Message);
    }
}
