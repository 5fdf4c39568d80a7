using MLPipeline.Scores;

namespace MLPipeline.Tests.Scores;

public class IntervalTests
{
    private static readonly float[] First = [.1f, .4f, .35f, .8f, .4f, .9f, .2f, .7f, .7f, .05f, .6f, .4f, .95f, .3f, .55f];

    private static readonly float[] Second = [.2f, .3f, .6f, .7f, .1f, .8f, .4f, .5f, .9f, .15f, .3f, .6f, .65f, .25f, .45f];

    private static readonly bool[] Labels = [.. "001111001010100".Select(c => c == '1')];

    [Fact]
    public void Scrap_and_escape_have_intervals_about_the_metrics_themselves()
    {
        var scrap = Bootstrap.FalsePositiveRateAtRecall(First, Labels, 0.95)!;
        var escape = Bootstrap.MissRateAtFalsePositiveRate(First, Labels, 0.2)!;

        Assert.Equal(ImageMetrics.FalsePositiveRateAtRecall(First, Labels, 0.95), scrap.Estimate);
        Assert.Equal(ImageMetrics.MissRateAtFalsePositiveRate(First, Labels, 0.2), escape.Estimate);
        Assert.All([scrap, escape], i => Assert.True(0 <= i.Lower && i.Lower <= i.Estimate && i.Estimate <= i.Upper && i.Upper <= 1 && i.Lower < i.Upper));
        Assert.Equal(new Interval(0, 0, 0, 0.95), Bootstrap.FalsePositiveRateAtRecall([3, 2, 1, 0], [true, true, false, false], 1));
        Assert.Null(Bootstrap.FalsePositiveRateAtRecall([1, 2], [true, true], 0.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.FalsePositiveRateAtRecall(First, Labels, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.MissRateAtFalsePositiveRate(First, Labels, 1.1));
    }

    [Fact]
    public void The_bootstrap_finds_the_interval_of_an_independent_one()
    {
        // NumPy, 50,000 stratified resamples, np.percentile 2.5 and 97.5: [0.625, 1.0]. With scikit-learn's average
        // precision, 5,000 resamples: [0.638, 1.0].
        var auroc = Bootstrap.Auroc(First, Labels)!;
        var precision = Bootstrap.AveragePrecision(First, Labels)!;

        Assert.Equal(0.625, auroc.Lower, 0.02);
        Assert.Equal(1, auroc.Upper, 0.005);
        Assert.Equal(ImageMetrics.Auroc(First, Labels), auroc.Estimate);
        Assert.Equal(0.638, precision.Lower, 0.02);
        Assert.Equal(1, precision.Upper, 0.005);
        Assert.Equal(ImageMetrics.AveragePrecision(First, Labels), precision.Estimate);
    }

    [Fact]
    public void The_bootstrap_depends_on_its_seed_alone()
    {
        Assert.Equal(Bootstrap.Auroc(First, Labels, 100, seed: 1), Bootstrap.Auroc(First, Labels, 100, seed: 1));
        Assert.NotEqual(
            Bootstrap.AveragePrecision(First, Labels, 100, seed: 1), Bootstrap.AveragePrecision(First, Labels, 100, seed: 2));
    }

    [Fact]
    public void More_confidence_is_a_wider_interval()
    {
        var narrow = Bootstrap.Auroc(First, Labels, confidence: 0.5)!;
        var wide = Bootstrap.Auroc(First, Labels, confidence: 0.9)!;

        Assert.True(wide.Lower < narrow.Lower && narrow.Upper < wide.Upper);
    }

    [Fact]
    public void A_perfect_ranking_stays_perfect_in_every_resample() =>
        Assert.Equal(new Interval(1, 1, 1, 0.95), Bootstrap.Auroc([3, 2, 1, 0], [true, true, false, false]));

    [Fact]
    public void DeLong_gives_the_figures_of_its_definition()
    {
        // NumPy: the m x n matrix of wins, its row and column means, np.cov of those / m and / n.
        var one = DeLong.Estimate(First, Labels)!;
        var two = DeLong.Estimate(Second, Labels)!;
        var pair = DeLong.Compare(First, Second, Labels)!;

        Assert.Equal(0.8482142857142857, one.Auroc, 14);
        Assert.Equal(0.010196489310009719, one.Variance, 14);
        Assert.Equal(0.02331981899902818, two.Variance, 14);
        Assert.Equal(0.6503016944017312, one.Interval.Lower, 9);
        Assert.Equal(1, one.Interval.Upper);
        Assert.Equal(0.7678571428571429, pair.Second, 14);
        Assert.Equal(0.0803571428571428, pair.Difference.Estimate, 14);
        Assert.Equal(-0.1985156928614653, pair.Difference.Lower, 9);
        Assert.Equal(0.3592299785757509, pair.Difference.Upper, 9);
        Assert.Equal(0.5647631670352422, pair.Z!.Value, 12);
        Assert.Equal(0.5722348630291412, pair.P!.Value, 9);
    }

    [Fact]
    public void DeLong_is_antisymmetric_in_the_runs()
    {
        var there = DeLong.Compare(First, Second, Labels)!;
        var back = DeLong.Compare(Second, First, Labels)!;

        Assert.Equal(there.Z!.Value, -back.Z!.Value, 14);
        Assert.Equal(there.P!.Value, back.P!.Value, 14);
    }

    [Fact]
    public void DeLong_keeps_its_level_when_the_runs_are_equally_good()
    {
        // Two noisy copies of one signal: at the 5 % level about one test in twenty may reject.
        var random = new Random(4);
        var rejected = 0;
        for (var round = 0; round < 400; round++)
        {
            var labels = Enumerable.Range(0, 120).Select(i => i < 60).ToArray();
            var signal = Array.ConvertAll(labels, l => random.NextDouble() + (l ? 0.4 : 0));
            var a = Array.ConvertAll(signal, s => (float)(s + (0.5 * random.NextDouble())));
            var b = Array.ConvertAll(signal, s => (float)(s + (0.5 * random.NextDouble())));
            rejected += DeLong.Compare(a, b, labels)!.P < 0.05 ? 1 : 0;
        }

        Assert.InRange(rejected, 8, 34);
    }

    [Fact]
    public void Runs_that_rank_alike_do_not_differ()
    {
        var doubled = Array.ConvertAll(First, s => 2 * s);
        var same = DeLong.Compare(First, doubled, Labels)!;
        var perfect = DeLong.Compare([3, 2, 1, 0], [9, 8, 1, 1], [true, true, false, false])!;

        Assert.Equal((0, 1), (same.Z, same.P));
        Assert.Equal((0, 1), (perfect.Z, perfect.P));
    }

    [Fact]
    public void A_difference_without_variance_has_no_p_value()
    {
        var pair = DeLong.Compare([3, 2, 1, 0], [0, -0f, 0, 0], [true, true, false, false])!;

        Assert.Equal(0.5, pair.Difference.Estimate);
        Assert.Null(pair.Z);
        Assert.Null(pair.P);
    }

    [Fact]
    public void Too_few_photos_of_a_class_give_null()
    {
        Assert.Null(Bootstrap.Auroc([1, 2], [true, true]));
        Assert.Null(Bootstrap.AveragePrecision([1, 2], [false, false]));
        Assert.Null(DeLong.Estimate([1, 2, 3], [true, true, false]));
        Assert.Null(DeLong.Compare([1, 2, 3], [1, 2, 3], [true, false, false]));
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Bootstrap.Auroc([float.NaN], [true]));
        Assert.Throws<ArgumentException>(() => DeLong.Compare([1], [1, 2], [true]));
        Assert.Contains("index 1", Assert.Throws<ArgumentException>(() => DeLong.Estimate([1, float.NaN], [true, false])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Auroc([1], [true], resamples: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Auroc([1], [true], confidence: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeLong.Estimate([1], [true], double.NaN));
    }
}
