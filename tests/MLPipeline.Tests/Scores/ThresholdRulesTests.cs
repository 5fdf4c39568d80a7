using MLPipeline.Scores;

namespace MLPipeline.Tests.Scores;

public class ThresholdRulesTests
{
    private static readonly float[] Good = [.. Enumerable.Range(0, 40).Select(i => (float)Math.Exp((0.1 * i) + (0.02 * (i * 7 % 5))))];

    // numpy: np.exp(np.log(x).mean() + 2 * np.log(x).std(ddof=1)) with x the scores above.
    [Fact]
    public void Sigma_is_the_mean_plus_k_deviations_of_the_logarithms() => Assert.Equal(76.11899183827504, SigmaLimit.Limit(Good, 2), 2e-4);

    // scipy.stats.norm.isf(0.05)
    [Fact]
    public void Sigma_follows_from_the_target_where_the_file_gives_none() => Assert.Equal(1.6448536, SigmaLimit.SigmasFor(0.05), 1e-6);

    // Hosking and Wallis's moments written out in numpy; the quantile by scipy.stats.genpareto.ppf.
    [Fact]
    public void Pareto_extrapolates_by_probability_weighted_moments()
    {
        var (shape, scale) = ParetoTail.Fit([0.05, 0.1, 0.3, 0.35, 0.7, 1.1, 2.4]);

        Assert.Equal(0.4126984126984128, shape, 1e-9);
        Assert.Equal(0.4195011337868481, scale, 1e-9);
        Assert.Equal(57.46677631514496, ParetoTail.Limit(Good, 0.01), 5e-4);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.5)]
    public void Pareto_is_conformal_within_the_body(double share) =>
        Assert.Equal(ConformalQuantile.Limit(Good, share), ParetoTail.Limit(Good, share));

    [Fact]
    public void Pareto_on_too_few_photos_is_conformal() => Assert.Equal(7, ParetoTail.Limit([1, 2, 3, 4, 5, 6, 7], 0.01));

    [Fact]
    public void Standardised_scores_below_zero_are_taken_as_they_are()
    {
        float[] scores = [-1, 0, 1];

        Assert.Equal(2, SigmaLimit.Limit(scores, 2), 1e-6);
    }

    [Fact]
    public void Best_f1_and_least_cost_agree_with_trying_every_limit()
    {
        var random = new Random(3);
        float[] good = [.. Enumerable.Range(0, 30).Select(_ => random.Next(0, 20) / 4f)];
        float[] bad = [.. Enumerable.Range(0, 12).Select(_ => random.Next(8, 30) / 4f)];
        var candidates = good.Concat(bad).Select(s => s + 0.01f).Append(-1).ToArray();
        double F1(float limit) => 2.0 * bad.Count(s => s > limit) / ((2.0 * bad.Count(s => s > limit)) + good.Count(s => s > limit) + bad.Count(s => s <= limit));
        double Cost(float limit) => good.Count(s => s > limit) + (5.0 * bad.Count(s => s <= limit));

        Assert.Equal(candidates.Max(F1), F1(LabelledLimit.BestF1(good, bad)), 1e-12);
        Assert.Equal(candidates.Min(Cost), Cost(LabelledLimit.LeastCost(good, bad, 5)), 1e-12);
    }

    [Fact]
    public void A_labelled_rule_without_anomalies_says_where_to_put_them()
    {
        var error = Assert.Throws<ArgumentException>(() => ThresholdRules.Limit(new() { Rule = ThresholdRule.BestF1 }, Good));

        Assert.Contains("validation/DEFECT", error.Message);
    }

    [Fact]
    public void A_limit_is_always_finite()
    {
        float[] wide = [.. Enumerable.Range(0, 40).Select(i => (float)Math.Pow(10, i - 10))];

        Assert.True(float.IsFinite(SigmaLimit.Limit(wide, 20)));
        Assert.True(float.IsFinite(ParetoTail.Limit(wide, 0.0001)));
        Assert.True(float.IsFinite(SigmaLimit.Limit([-3e38f, 0, 3e38f], 20)));
    }

    [Fact]
    public void A_dear_miss_lowers_the_limit() =>
        Assert.True(LabelledLimit.LeastCost([1, 2, 3, 4, 6], [3.5f, 5, 7], 100) < LabelledLimit.LeastCost([1, 2, 3, 4, 6], [3.5f, 5, 7], 0.01));
}
