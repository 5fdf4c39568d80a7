using MLPipeline.Scores;

namespace MLPipeline.Tests.Scores;

public class RankTestsTests
{
    [Fact]
    public void Midranks_share_ties() =>
        Assert.Equal([1.5, 4, 1.5, 4, 4, 6], Ranks.Mid<double>([1, 2, 1, 2, 2, 3]));

    [Fact]
    public void Holm_steps_down_and_keeps_the_order()
    {
        // By hand: 0.01 * 4, 0.02 * 3, 0.03 * 2 (not below 0.06), 0.04 * 1 (not below 0.06).
        double[] expected = [0.06, 0.04, 0.06, 0.06];
        var adjusted = MultipleComparisons.Holm([0.04, 0.01, 0.03, 0.02]);

        Assert.All(adjusted.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 14));
        Assert.Equal([1, 1], MultipleComparisons.Holm([0.6, 0.9]));
        Assert.Empty(MultipleComparisons.Holm([]));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    public void Holm_refuses_what_is_no_p_value(double value) =>
        Assert.Contains("index 1", Assert.Throws<ArgumentException>(() => MultipleComparisons.Holm([0.5, value])).Message);

    [Fact]
    public void Friedman_is_what_scipy_says()
    {
        // scipy 1.10.1: friedmanchisquare(*M.T); mean ranks with rankdata(-row).
        var result = Friedman.Test(
        [
            [.99, .97, .95, .90],
            [.95, .96, .90, .90],
            [.88, .80, .85, .70],
            [.97, .97, .97, .91],
            [.75, .80, .72, .60],
            [.93, .90, .91, .89],
        ]);

        Assert.Equal(12.818181818181818, result.ChiSquare, 12);
        Assert.Equal(3, result.DegreesOfFreedom);
        Assert.Equal(0.00504675967945086, result.P, 12);
        Assert.Equal([9, 12, 15.5, 23.5], result.MeanRanks.Select(r => Math.Round(r * 6, 9)));
    }

    [Fact]
    public void Friedman_without_any_difference_has_p_one()
    {
        var result = Friedman.Test([[0.3, 0.1 + 0.2], [1, 1]]);

        Assert.Equal(0, result.ChiSquare);
        Assert.Equal(1, result.P);
        Assert.Equal([1.5, 1.5], result.MeanRanks);
    }

    [Fact]
    public void Friedman_refuses_what_it_cannot_rank()
    {
        Assert.Throws<ArgumentException>(() => Friedman.Test([]));
        Assert.Throws<ArgumentException>(() => Friedman.Test([[1, 2]]));
        Assert.Contains("Row 1", Assert.Throws<ArgumentException>(() => Friedman.Test([[1, 2], [1]])).Message);
        Assert.Contains("Row 1", Assert.Throws<ArgumentException>(() => Friedman.Test([[1, 2], [1, double.NaN]])).Message);
    }

    [Fact]
    public void Wilcoxon_is_what_scipy_says_for_few_pairs()
    {
        // scipy 1.10.1: wilcoxon(a, b, mode='exact'): statistic 2, p 0.09375.
        var result = Wilcoxon.SignedRank([.98, .91, .87, .95, .76, .99], [.96, .92, .80, .915, .72, .985]);

        Assert.Equal(new WilcoxonResult(6, 19, 2, 0.09375, true), result);
    }

    [Fact]
    public void Wilcoxon_counts_all_signs_where_ranks_tie()
    {
        // Python, itertools.product over all 2^9 signs of scipy's rankdata(|d|), zero dropped: W+ 38, W- 7, p 0.078125.
        var result = Wilcoxon.SignedRank([3, 1, -1, 2, 2, -3, 0, 4, 5, 5], new double[10]);

        Assert.Equal(new WilcoxonResult(9, 38, 7, 0.078125, true), result);
    }

    [Fact]
    public void Wilcoxon_is_normal_for_many_pairs()
    {
        // scipy 1.10.1: wilcoxon(d, mode='approx', correction=False, zero_method='wilcox'): statistic 533, p below.
        var d = Enumerable.Range(0, 60).Select(i => (((i * 37) + 11) % 23) - 9.0).ToArray();
        var result = Wilcoxon.SignedRank(d, new double[60]);

        Assert.False(result.IsExact);
        Assert.Equal(57, result.Pairs);
        Assert.Equal(533, Math.Min(result.PositiveRanks, result.NegativeRanks));
        Assert.Equal(0.019598586932198774, result.P, 12);
    }

    [Fact]
    public void Up_to_fifty_pairs_are_counted()
    {
        // scipy 1.10.1: wilcoxon(d, mode='exact').
        var d = Enumerable.Range(-15, 51).Where(i => i != 0).Select(i => i + (i > 0 ? 0.5 : 0)).ToArray();
        var fifty = Wilcoxon.SignedRank(d, new double[50]);
        var more = Wilcoxon.SignedRank([.. d, 100, -101], new double[52]);

        Assert.True(fifty.IsExact);
        Assert.False(more.IsExact);
        Assert.Equal(3.128163219123792e-05, fifty.P, 12);
    }

    [Fact]
    public void Wilcoxon_sees_the_tie_behind_rounding_errors()
    {
        var result = Wilcoxon.SignedRank([0.3, 0.1, 0.7], [0.2, 0.2, 0.7]);

        Assert.Equal(new WilcoxonResult(2, 1.5, 1.5, 1, true), result);
    }

    [Fact]
    public void Wilcoxon_without_any_difference_has_p_one() =>
        Assert.Equal(new WilcoxonResult(0, 0, 0, 1, true), Wilcoxon.SignedRank([1, 2], [1, 2]));

    [Fact]
    public void Wilcoxon_refuses_what_it_cannot_rank()
    {
        Assert.Throws<ArgumentException>(() => Wilcoxon.SignedRank([1, 2], [1]));
        Assert.Contains("index 1", Assert.Throws<ArgumentException>(() => Wilcoxon.SignedRank([1, double.NaN], [1, 1])).Message);
    }
}
