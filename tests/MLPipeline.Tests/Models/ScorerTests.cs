using Microsoft.ML.Data;
using MLPipeline.Basics;
using MLPipeline.Detectors;
using MLPipeline.Models;
using MLPipeline.Reports;

namespace MLPipeline.Tests.Models;

/// <summary>The scorer says what the run said, from whatever a photo comes in and from many threads at once.</summary>
public sealed class ScorerTests
{
    [Fact]
    public void Paths_streams_bytes_and_pictures_get_the_score_of_the_run()
    {
        using var run = new TinyRun();
        using var scorer = Scorer.Load(run.Model);
        foreach (var row in ScoresFile.Read(run.Scores))
        {
            var path = run.Folder[row.Path];
            using var stream = File.OpenRead(path);
            using var image = MLImage.CreateFromFile(path);
            foreach (var verdict in new[] { scorer.Score(path), scorer.Score(stream), scorer.Score(File.ReadAllBytes(path)), scorer.Score(image) })
            {
                Assert.Equal(row.Score, verdict.Score, Math.Abs(row.Score) * 1e-4f);
                Assert.Equal(row.Predicted, verdict.IsAnomalous);
                Assert.Equal(scorer.Metadata.MapRows * scorer.Metadata.MapColumns, verdict.Map!.Length);
            }
        }
    }

    [Fact]
    public async Task Many_threads_get_the_right_scores()
    {
        using var run = new TinyRun(TinyDataset.Member(new PcaResidualOptions(), "stage6"));
        using var scorer = Scorer.Load(run.Model);
        var photos = ScoresFile.Read(run.Scores).Select(r => run.Folder[r.Path]).ToArray();
        var expected = photos.Select(p => scorer.Score(p).Score).ToArray();

        var found = await Task.WhenAll(Enumerable.Range(0, 80).Select(i => Task.Run(() => scorer.Score(photos[i % photos.Length]))));

        Assert.Equal(Enumerable.Range(0, 80).Select(i => expected[i % photos.Length]), found.Select(v => v.Score));
        Assert.All(found, v => Assert.Null(v.Map));
    }

    [Fact]
    public void What_is_no_picture_is_said_and_costs_nothing_else()
    {
        using var run = new TinyRun();
        using var scorer = Scorer.Load(run.Model);
        var good = ScoresFile.Read(run.Scores)[0];

        var text = run.Folder.Write("text.png", "no picture");
        Assert.Contains("text.png cannot be scored: not an image", Assert.Throws<MLPipelineException>(() => scorer.Score(text)).Message, StringComparison.Ordinal);
        Assert.Throws<MLPipelineException>(() => scorer.Score(Array.Empty<byte>()));
        Assert.Throws<FileNotFoundException>(() => scorer.Score(run.Folder["none.png"]));
        Assert.Equal(good.Score, scorer.Score(run.Folder[good.Path]).Score, Math.Abs(good.Score) * 1e-4f);
    }

    [Fact]
    public void A_model_for_pictures_in_memory_serves_as_well()
    {
        using var run = new TinyRun();
        var zip = run.Folder["image.zip"];
        using (var model = ModelZip.Load(run.Model))
        {
            ModelZip.Save(model.Context, zip, ModelChain.FromImage(model), model.Metadata);
        }

        using var scorer = Scorer.Load(zip);
        var row = ScoresFile.Read(run.Scores)[^1];
        Assert.Equal(row.Score, scorer.Score(run.Folder[row.Path]).Score, Math.Abs(row.Score) * 1e-4f);
    }
}
