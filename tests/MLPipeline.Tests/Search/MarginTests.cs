using MLPipeline.Search;

namespace MLPipeline.Tests.Search;

public class MarginTests
{
    [Fact]
    public void It_is_the_clipped_standardised_log_score_mean_over_the_kinds()
    {
        // Logarithms of the good scores: -1 -0.5 0 0.5 1. Median 0, mean square deviation 2.5 / 4.
        var deviation = Math.Sqrt(2.5 / 4);
        float[] good = [.. new[] { -1, -0.5, 0, 0.5, 1 }.Select(v => (float)Math.Exp(v))];
        var table = new ScoreTable(good, [
            new("a", 1, [(float)Math.Exp(deviation), (float)Math.Exp(7 * deviation)], null),
            new("b", 1, [(float)Math.Exp(-5), (float)Math.Exp(2 * deviation)], null)]);

        // a: 1 and 4 (clipped); b: -1 (clipped) and 2.
        Assert.Equal(((1 + 4) / 2.0 + ((-1 + 2) / 2.0)) / 2, Margin.Of(table), 1e-5);
    }

    [Fact]
    public void Weights_count()
    {
        var table = Tables.Make(1, 1);
        var one = table with { Groups = [table.Groups[0] with { Weight = 3 }, table.Groups[1] with { Weight = 1 }] };
        var scale = Margin.ScaleOf(table.Good);

        Assert.Equal((0.75 * Margin.OfGroup(table.Groups[0], scale)) + (0.25 * Margin.OfGroup(table.Groups[1], scale)), Margin.Of(one), 1e-9);
    }

    [Fact]
    public void It_grows_with_the_separation_where_auroc_no_longer_does()
    {
        Assert.Equal(1, Tables.Make(9, 1).Auroc(), 1e-9);
        Assert.True(Margin.Of(Tables.Make(3, 1)) > Margin.Of(Tables.Make(2, 1)));
        Assert.Equal(Margin.High, Margin.Of(Tables.Make(20, 1)), 1e-9);
    }

    [Fact]
    public void A_few_good_photos_that_upset_the_detector_lower_it()
    {
        var table = Tables.Make(2, 1);
        var upset = table with { Good = [.. table.Good.Select((s, i) => i < 4 ? s * 50 : s)] };

        Assert.True(Margin.Of(upset) < Margin.Of(table) - 0.3);
    }

    [Fact]
    public void Its_scale_does_not_matter()
    {
        var table = Tables.Make(1.5, 4);
        ScoreTable Scaled(float factor) => new(
            [.. table.Good.Select(s => s * factor)], [.. table.Groups.Select(g => g with { Scores = [.. g.Scores.Select(s => s * factor)] })]);

        Assert.Equal(Margin.Of(table), Margin.Of(Scaled(1000)), 1e-4);
    }

    [Fact]
    public void Members_that_err_on_different_photos_make_a_better_ensemble()
    {
        var (a, b) = (Tables.Make(1.5, 1, 400), Tables.Make(1.5, 2, 400));

        Assert.True(Margin.Of(ScoreTable.Combine([a, b])) > Math.Max(Margin.Of(a), Margin.Of(b)) + 0.2);
    }

    [Fact]
    public void The_error_of_no_gain_is_zero() => Assert.Equal(0, Margin.GainError([Tables.Make(1, 1)], [Tables.Make(1, 1)], 42), 1e-12);

    [Fact]
    public void The_error_shrinks_with_the_photos()
    {
        double Error(int photos) => Margin.GainError([Tables.Make(1, 1, photos)], [Tables.Make(1.3, 2, photos)], 42);

        // Sixteen times the photos, a quarter of the error.
        Assert.InRange(Error(25) / Error(400), 2, 8);
        Assert.Equal(Error(25), Error(25));
    }

    [Fact]
    public void The_error_is_about_the_spread_over_new_photos()
    {
        var gains = Enumerable.Range(0, 60).Select(s => Margin.Of(Tables.Make(1.5, (2 * s) + 1)) - Margin.Of(Tables.Make(1, (2 * s) + 2))).ToArray();
        var spread = Math.Sqrt(gains.Sum(g => Math.Pow(g - gains.Average(), 2)) / (gains.Length - 1));

        Assert.InRange(Margin.GainError([Tables.Make(1, 2)], [Tables.Make(1.5, 1)], 42) / spread, 0.5, 2);
    }
}
