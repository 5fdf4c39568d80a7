using MLPipeline.Jobs;
using MLPipeline.Models;

namespace MLPipeline.Tests.Jobs;

public class VerificationTests
{
    [Fact]
    public void A_model_says_the_same_after_it_was_loaded()
    {
        using var run = new TinyRun();
        using var model = ModelZip.Load(run.Model);
        var result = Verification.Of(model, run.Scores, run.Folder.Root);
        Assert.True(result.Passed);
        Assert.Equal(10, result.Photos);
        Assert.InRange(result.LargestDifference, 0, Verification.Tolerance);
    }

    [Fact]
    public void A_score_that_moved_fails()
    {
        using var run = new TinyRun();
        var lines = File.ReadAllLines(run.Scores);
        var fields = lines[3].Split(',');
        fields[3] = "12345";
        lines[3] = string.Join(',', fields);
        File.WriteAllLines(run.Scores, lines);

        using var model = ModelZip.Load(run.Model);
        var result = Verification.Of(model, run.Scores, run.Folder.Root);
        Assert.False(result.Passed);
        Assert.Equal(fields[0], result.WorstPhoto);
    }

    [Fact]
    public void Photos_that_are_not_there_are_named_with_the_way_out()
    {
        using var run = new TinyRun();
        using var model = ModelZip.Load(run.Model);
        var error = Assert.Throws<InvalidDataException>(() => Verification.Of(model, run.Scores, run.Folder["nowhere"]));
        Assert.Contains("name its folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unreadable_photo_is_an_error_row_and_costs_nothing_else()
    {
        using var run = new TinyRun();
        using var model = ModelZip.Load(run.Model);
        var predictions = Predictor.Predict(
            model,
            [run.Folder["disc/test/bar/000.png"], run.Folder.Write("text.png", "text"), run.Folder["disc/test/good/000.png"]],
            withMaps: true);
        Assert.True(predictions[0].IsAnomalous);
        Assert.Equal(16, predictions[0].Map!.Length);
        Assert.Null(predictions[1].Score);
        Assert.NotNull(predictions[1].Error);
        Assert.Null(predictions[2].Error);
    }
}
