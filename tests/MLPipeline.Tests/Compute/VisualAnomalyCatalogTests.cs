using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLPipeline.Compute;
using MLPipeline.Detectors;
using MLPipeline.Tests.Datasets;
using MLPipeline.Tests.Detectors;

namespace MLPipeline.Tests.Compute;

/// <summary>What is made from a context is made in it: its seed, its log, its temporary folder.</summary>
public sealed class VisualAnomalyCatalogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Seeds_follow_from_the_context()
    {
        int[] Draw(int seed)
        {
            var catalog = new MLContext(seed).VisualAnomaly();
            return [catalog.NextSeed(), catalog.NextSeed()];
        }

        Assert.Equal(Draw(5), Draw(5));
        Assert.NotEqual(Draw(5), Draw(6));
        Assert.NotEqual(Draw(5)[0], Draw(5)[1]);
    }

    [Fact]
    public void A_trainer_that_draws_follows_the_seed_of_the_context_and_that_of_its_options_first()
    {
        float[] Scores(int contextSeed, int? own)
        {
            var context = new MLContext(contextSeed);
            var rows = Embeddings.Good(30, Embeddings.Vector);
            var model = context.VisualAnomaly().RandomizedPca(new RandomizedPcaOptions { Rank = 3, Oversampling = 0, Seed = own }).Fit(Embeddings.View(context, rows, Embeddings.Vector));
            return Embeddings.Scores(model, Embeddings.View(context, Embeddings.Shifted(rows, 1), Embeddings.Vector));
        }

        Assert.Equal(Scores(1, null), Scores(1, null));
        Assert.NotEqual(Scores(1, null), Scores(2, null));
        Assert.Equal(Scores(1, 7), Scores(2, 7));
    }

    [Fact]
    public void The_log_of_the_context_is_told_what_was_learned()
    {
        var context = new MLContext();
        var told = new List<string>();
        context.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Info)
            {
                told.Add($"{e.Source}: {e.RawMessage}");
            }
        };

        context.VisualAnomaly().Knn().Fit(Embeddings.View(context, Embeddings.Good(12, Embeddings.Vector), Embeddings.Vector));

        Assert.Contains(told, m => m.StartsWith("KnnTrainer; Fit: Learned from 12 embeddings of 1 x 1 x 16", StringComparison.Ordinal));
    }

    [Fact]
    public void Models_lie_in_the_temporary_folder_of_the_context()
    {
        var context = new MLContext { TempFilePath = _folder.Root };

        var model = context.VisualAnomaly().Knn().Fit(Embeddings.View(context, Embeddings.Good(12, Embeddings.Vector), Embeddings.Vector));

        Assert.Single(Directory.GetFiles(_folder.Root, "*.onnx"));
        model.Close();
        Assert.Empty(Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void A_trainer_of_another_column_reads_that_column()
    {
        var context = new MLContext();
        var view = context.Transforms.CopyColumns("Other", "Features").Fit(Embeddings.View(context, Embeddings.Good(12, Embeddings.Vector), Embeddings.Vector))
            .Transform(Embeddings.View(context, Embeddings.Good(12, Embeddings.Vector), Embeddings.Vector));

        Assert.Equal("Other", context.VisualAnomaly().Mahalanobis("Other").FeatureColumnName);
        Assert.All(Embeddings.Scores(context.VisualAnomaly().Mahalanobis("Other").Fit(view), view), s => Assert.True(s > 0));
    }
}
