using MLPipeline.Scores;

namespace MLPipeline.Tests.Scores;

public class ImageMetricsTests
{
    // Figures marked [sklearn] come from scikit-learn 1.2.1 on these two arrays (scores as float32): roc_auc_score,
    // average_precision_score, precision_recall_curve, roc_curve(drop_intermediate=False), confusion_matrix(y, s > 0.4).
    private static readonly float[] Scores = [.1f, .4f, .35f, .8f, .4f, .9f, .2f, .7f, .7f, .05f, .6f, .4f, .95f, .3f, .55f];

    private static readonly bool[] Labels = [.. "001111001010100".Select(c => c == '1')];

    [Fact]
    public void Auroc_is_what_sklearn_says() => Assert.Equal(0.8482142857142857, ImageMetrics.Auroc(Scores, Labels)!.Value, 14);

    [Fact]
    public void Average_precision_is_what_sklearn_says() =>
        Assert.Equal(0.8385281385281385, ImageMetrics.AveragePrecision(Scores, Labels)!.Value, 14);

    [Fact]
    public void Average_precision_is_not_the_trapezoid_under_the_curve()
    {
        // [sklearn] auc(recall, precision) of the same curve is 0.8560: another quantity.
        Assert.NotEqual(0.8559987631416202, ImageMetrics.AveragePrecision(Scores, Labels)!.Value, 3);
    }

    [Fact]
    public void F1_max_is_the_best_point_of_the_sklearn_curve()
    {
        var best = ImageMetrics.F1Max(Scores, Labels)!.Value;

        Assert.Equal(0.7777777777777778, best.Value, 14);
        Assert.Equal(0.35f, best.Threshold);
        Assert.Equal(best.Value, ImageMetrics.AtThreshold(Scores, Labels, MathF.BitDecrement(best.Threshold)).F1!.Value, 14);
    }

    [Fact]
    public void The_decision_is_score_above_the_threshold_not_at_it()
    {
        var counts = ImageMetrics.AtThreshold(Scores, Labels, 0.4f);

        Assert.Equal(new ConfusionCounts(5, 2, 6, 2), counts);
        Assert.Equal(5.0 / 7, counts.Precision!.Value, 14);
        Assert.Equal(5.0 / 7, counts.Recall!.Value, 14);
        Assert.Equal(0.7142857142857143, counts.F1!.Value, 14);
        Assert.Equal(0.25, counts.FalsePositiveRate);
        Assert.Equal(2.0 / 7, counts.MissRate!.Value, 14);
    }

    [Fact]
    public void The_roc_curve_is_the_one_of_sklearn()
    {
        var curve = ImageMetrics.RocCurve(Scores, Labels);

        double[] falseRates = [0, 0, 0, 0, 0.125, 0.125, 0.25, 0.5, 0.5, 0.625, 0.75, 0.875, 1];
        double[] found = [0, 1, 2, 3, 4, 5, 5, 6, 7, 7, 7, 7, 7];
        float[] thresholds = [float.PositiveInfinity, .95f, .9f, .8f, .7f, .6f, .55f, .4f, .35f, .3f, .2f, .1f, .05f];
        Assert.Equal(falseRates, curve.Select(p => p.FalsePositiveRate));
        Assert.Equal(found.Select(f => f / 7), curve.Select(p => p.TruePositiveRate));
        Assert.Equal(thresholds, curve.Select(p => p.Threshold));
    }

    [Fact]
    public void The_area_under_the_roc_curve_is_the_auroc()
    {
        var curve = ImageMetrics.RocCurve(Scores, Labels);

        var area = curve.Zip(curve.Skip(1), (a, b) =>
            (b.FalsePositiveRate - a.FalsePositiveRate) * (a.TruePositiveRate + b.TruePositiveRate) / 2).Sum();

        Assert.Equal(ImageMetrics.Auroc(Scores, Labels)!.Value, area, 14);
    }

    [Fact]
    public void The_precision_recall_curve_has_one_point_per_distinct_score()
    {
        var curve = ImageMetrics.PrecisionRecallCurve(Scores, Labels);

        Assert.Equal(12, curve.Count);
        Assert.Equal(new PrecisionRecallPoint(.95f, 1, 1.0 / 7), curve[0]);
        Assert.Equal(new PrecisionRecallPoint(.7f, 4.0 / 5, 4.0 / 7), curve[3]);
        Assert.Equal(new PrecisionRecallPoint(.05f, 7.0 / 15, 1), curve[^1]);
    }

    [Fact]
    public void Random_scores_with_many_ties_agree_with_the_naive_definitions()
    {
        var random = new Random(11);
        for (var round = 0; round < 50; round++)
        {
            var n = random.Next(5, 80);
            var labels = Enumerable.Range(0, n).Select(i => i == 0 || (i > 1 && random.Next(3) == 0)).ToArray();
            var scores = Array.ConvertAll(labels, l => (random.Next(10) + (l ? 2 : 0)) / 7f);

            Assert.Equal(NaiveMetrics.Auroc(scores, labels), ImageMetrics.Auroc(scores, labels)!.Value, 12);
            Assert.Equal(NaiveMetrics.AveragePrecision(scores, labels), ImageMetrics.AveragePrecision(scores, labels)!.Value, 12);
        }
    }

    [Fact]
    public void A_constant_score_gives_one_half_and_the_base_rate()
    {
        var scores = new float[15];

        Assert.Equal(0.5, ImageMetrics.Auroc(scores, Labels));
        Assert.Equal(ImageMetrics.BaseRate(Labels)!.Value, ImageMetrics.AveragePrecision(scores, Labels)!.Value, 14);
        Assert.Equal(1, ImageMetrics.FalsePositiveRateAtRecall(scores, Labels, 0.95));
        Assert.Equal(1, ImageMetrics.MissRateAtFalsePositiveRate(scores, Labels, 0.01));
    }

    [Fact]
    public void Zero_and_minus_zero_tie() => Assert.Equal(0.5, ImageMetrics.Auroc([0f, -0f], [true, false]));

    [Fact]
    public void Infinite_scores_are_ranked() =>
        Assert.Equal(1, ImageMetrics.Auroc([float.PositiveInfinity, 0, float.NegativeInfinity], [true, false, false]));

    [Theory]
    [InlineData(0.5, 0.125)] // 4 of 7 are found at >= 0.7, which flags one good photo of eight.
    [InlineData(0.7, 0.125)] // 5 of 7 at >= 0.6.
    [InlineData(0.85, 0.5)] // 6 of 7 at >= 0.4, where three ties are flagged together.
    [InlineData(0.95, 0.5)]
    [InlineData(1, 0.5)] // 7 of 7 at >= 0.35.
    public void Scrap_is_the_false_positive_rate_at_a_recall(double recall, double expected) =>
        Assert.Equal(expected, ImageMetrics.FalsePositiveRateAtRecall(Scores, Labels, recall));

    [Fact]
    public void A_recall_that_is_met_exactly_needs_no_further_photo()
    {
        // 19 of 20 anomalous photos lie above the good one; 0.95 * 20 in floating point must not ask for 20.
        var scores = Enumerable.Range(0, 21).Select(i => 21f - i).ToArray();
        var labels = Enumerable.Range(0, 21).Select(i => i != 19).ToArray();

        Assert.Equal(0, ImageMetrics.FalsePositiveRateAtRecall(scores, labels, 0.95));
        Assert.Equal(1, ImageMetrics.FalsePositiveRateAtRecall(scores, labels, 0.96));
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(0.01, 4)]
    [InlineData(0.125, 2)]
    [InlineData(0.4, 2)]
    [InlineData(0.5, 0)]
    public void Escape_is_the_miss_rate_at_a_false_positive_rate(double rate, int missed) =>
        Assert.Equal(missed / 7.0, ImageMetrics.MissRateAtFalsePositiveRate(Scores, Labels, rate)!.Value, 14);

    [Fact]
    public void Each_defect_type_is_held_against_all_good_photos()
    {
        string[] defects = ["good", "scratch", "dent", "good", "scratch"];

        var rows = ImageMetrics.PerDefect([1, 5, 2, 3, 0], [false, true, true, false, true], defects, 1.5f);

        Assert.Equal([new DefectMetrics("dent", 1, 0.5, 1), new DefectMetrics("scratch", 2, 0.5, 0.5)], rows);
        Assert.All(ImageMetrics.PerDefect([1, 5], [false, true], ["", "x"]), row => Assert.Null(row.Recall));
        Assert.Null(Assert.Single(ImageMetrics.PerDefect([5], [true], ["x"])).Auroc);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_one_class_only_every_ranking_metric_is_null(bool label)
    {
        bool[] labels = [label, label];
        float[] scores = [1, 2];

        Assert.Null(ImageMetrics.Auroc(scores, labels));
        Assert.Null(ImageMetrics.AveragePrecision(scores, labels));
        Assert.Null(ImageMetrics.F1Max(scores, labels));
        Assert.Null(ImageMetrics.FalsePositiveRateAtRecall(scores, labels, 1));
        Assert.Null(ImageMetrics.MissRateAtFalsePositiveRate(scores, labels, 0.01));
        Assert.Empty(ImageMetrics.RocCurve(scores, labels));
        Assert.Empty(ImageMetrics.PrecisionRecallCurve(scores, labels));
        Assert.Equal(label, ImageMetrics.AtThreshold(scores, labels, 0).FalsePositiveRate is null);
        Assert.Equal(!label, ImageMetrics.AtThreshold(scores, labels, 0).F1 is null);
    }

    [Fact]
    public void An_empty_sample_gives_null()
    {
        Assert.Null(ImageMetrics.Auroc([], []));
        Assert.Null(ImageMetrics.BaseRate([]));
        Assert.Null(ImageMetrics.AtThreshold([], [], 0).Precision);
    }

    [Fact]
    public void Nothing_flagged_has_no_precision_and_an_F1_of_zero()
    {
        var counts = ImageMetrics.AtThreshold(Scores, Labels, 2);

        Assert.Null(counts.Precision);
        Assert.Equal(0, counts.F1);
    }

    [Fact]
    public void A_NaN_is_refused_with_its_index()
    {
        var error = Assert.Throws<ArgumentException>(() => ImageMetrics.Auroc([1, 2, float.NaN], [true, false, true]));
        Assert.Contains("index 2", error.Message);
        Assert.Throws<ArgumentException>(() => ImageMetrics.AtThreshold([1], [true], float.NaN));
        Assert.Throws<ArgumentException>(() => ImageMetrics.PerDefect([float.NaN], [true], ["x"]));
    }

    [Fact]
    public void Lengths_and_targets_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ImageMetrics.Auroc([1, 2], [true]));
        Assert.Throws<ArgumentException>(() => ImageMetrics.PerDefect([1], [true], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageMetrics.FalsePositiveRateAtRecall([1], [true], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageMetrics.FalsePositiveRateAtRecall([1], [true], double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageMetrics.MissRateAtFalsePositiveRate([1], [true], 1.1));
    }
}
