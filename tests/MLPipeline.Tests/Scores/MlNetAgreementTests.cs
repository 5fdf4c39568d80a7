using Microsoft.ML;
using MLPipeline.Scores;

namespace MLPipeline.Tests.Scores;

/// <summary>ML.NET's own evaluators, where they compute the same thing.</summary>
public class MlNetAgreementTests
{
    [Theory]
    [InlineData(1, 1000)]
    [InlineData(2, 7)]
    public void The_binary_evaluator_agrees(int seed, int levels)
    {
        var rows = Rows(seed, levels);
        var context = new MLContext(1);
        var metrics = context.BinaryClassification.EvaluateNonCalibrated(context.Data.LoadFromEnumerable(rows));
        var (scores, labels) = (rows.Select(r => r.Score).ToArray(), rows.Select(r => r.Label).ToArray());

        // It does not read PredictedLabel for its counts: it cuts the raw score at 0.
        var counts = ImageMetrics.AtThreshold(scores, labels, 0);

        Assert.Equal(metrics.AreaUnderRocCurve, ImageMetrics.Auroc(scores, labels)!.Value, 9);
        Assert.Equal(metrics.F1Score, counts.F1!.Value, 9);
        Assert.Equal(metrics.PositivePrecision, counts.Precision!.Value, 9);
        Assert.Equal(metrics.PositiveRecall, counts.Recall!.Value, 9);
        Assert.Equal(metrics.NegativeRecall, 1 - counts.FalsePositiveRate!.Value, 9);

        // ML.NET draws straight lines between the points of the curve, so its area is near the step sum, not equal to it.
        Assert.Equal(metrics.AreaUnderPrecisionRecallCurve, ImageMetrics.AveragePrecision(scores, labels)!.Value, 0.01);
    }

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(2, 7)]
    public void The_anomaly_evaluator_agrees(int seed, int levels)
    {
        var rows = Rows(seed, levels);
        var context = new MLContext(1);

        // This evaluator refuses a Boolean label.
        var singles = rows.Select(r => new SingleRow { Score = r.Score, Label = r.Label ? 1 : 0, PredictedLabel = r.PredictedLabel });
        var metrics = context.AnomalyDetection.Evaluate(context.Data.LoadFromEnumerable(singles), falsePositiveCount: 5);

        Assert.Equal(
            metrics.AreaUnderRocCurve,
            ImageMetrics.Auroc([.. rows.Select(r => r.Score)], [.. rows.Select(r => r.Label)])!.Value,
            9);
    }

    private static Row[] Rows(int seed, int levels)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 120).Select(i =>
        {
            var label = i % 3 == 0;
            var score = (random.Next(levels) / (float)levels * (label ? 1.2f : 0.8f)) - 0.5f;
            return new Row { Score = score, Label = label, PredictedLabel = score > 0 };
        })];
    }

    private sealed class Row
    {
        public float Score { get; set; }

        public bool Label { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private sealed class SingleRow
    {
        public float Score { get; set; }

        public float Label { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
