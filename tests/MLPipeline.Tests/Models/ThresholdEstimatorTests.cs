using Microsoft.ML;
using Microsoft.ML.Data;
using MLPipeline.Compute;
using MLPipeline.Detectors;
using MLPipeline.Models;
using MLPipeline.Scores;
using MLPipeline.Tests.Datasets;
using MLPipeline.Tests.Detectors;

namespace MLPipeline.Tests.Models;

public sealed class ThresholdEstimatorTests : IDisposable
{
    private static readonly int[] Shape = Embeddings.Vector;

    private readonly MLContext _context = new(seed: 1);
    private readonly float[][] _good = Embeddings.Good(60, Shape);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_limit_is_that_of_scores_by_detectors_which_never_saw_the_photo()
    {
        var folds = Folds.Assign(_good.Length, 4, seed: 42);
        var scores = _good.Select((row, i) => Embeddings.Scores(
            _context.VisualAnomaly().Mahalanobis().Fit(View(_good.Where((_, j) => folds[j] != folds[i]).ToArray())), View([row]))[0]).ToArray();
        var options = new ThresholdOptions { Folds = 4, TargetFpr = 0.1 };
        var expected = ThresholdRules.Limit(options, scores);

        var model = _context.VisualAnomaly().Threshold(_context.VisualAnomaly().Mahalanobis(), options: options).Fit(View(_good));

        var probe = Embeddings.Good(400, Shape, seed: 9).Select((r, i) => r.Select(v => v * (1 + (i / 400f))).ToArray()).ToArray();
        var rows = Verdicts(model, probe);
        Assert.Equal(rows.Select(r => r.Score > expected), rows.Select(r => r.PredictedLabel));
        Assert.Contains(rows, r => r.PredictedLabel);
        Assert.Contains(rows, r => !r.PredictedLabel);
    }

    [Fact]
    public void The_detector_is_fitted_on_all_photos()
    {
        var model = _context.VisualAnomaly().Threshold(_context.VisualAnomaly().Knn()).Fit(View(_good));

        Assert.All(Verdicts(model, _good), v => Assert.Equal(0, v.Score, 2e-3f));
    }

    [Fact]
    public void ML_NETs_own_evaluators_and_trainers_work_with_it_after_saving()
    {
        var stock = _context.AnomalyDetection.Trainers.RandomizedPca(rank: 3, seed: 1);
        foreach (var detector in new[] { stock, (IEstimator<ITransformer>)_context.VisualAnomaly().Mahalanobis() })
        {
            var model = _context.VisualAnomaly().Threshold(detector).Fit(View(_good));
            _context.Model.Save(model, View(_good).Schema, _folder["model.zip"]);
            var loaded = new MLContext().Model.Load(_folder["model.zip"], out _);
            var rows = Embeddings.Good(50, Shape, seed: 3).Select(r => new LabelledRow { Features = r })
                .Concat(Embeddings.Shifted(Embeddings.Good(50, Shape, seed: 4), 1).Select(r => new LabelledRow { Features = r, Label = 1 }));
            var scored = loaded.Transform(_context.Data.LoadFromEnumerable(rows));

            Assert.InRange(_context.AnomalyDetection.Evaluate(scored).AreaUnderRocCurve, 0.95, 1);
        }
    }

    [Fact]
    public void One_photo_is_not_enough() => Assert.Contains(
        "at least two good photos",
        Assert.Throws<InvalidOperationException>(() => _context.VisualAnomaly().Threshold(_context.VisualAnomaly().Knn()).Fit(View(_good[..1]))).Message,
        StringComparison.Ordinal);

    private IDataView View(float[][] rows) => Embeddings.View(_context, rows, Shape);

    private StockVerdict[] Verdicts(ITransformer model, float[][] rows) =>
        [.. _context.Data.CreateEnumerable<StockVerdict>(model.Transform(View(rows)), reuseRowObject: false)];

    private sealed class StockVerdict
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private sealed class LabelledRow
    {
        [VectorType(16)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
