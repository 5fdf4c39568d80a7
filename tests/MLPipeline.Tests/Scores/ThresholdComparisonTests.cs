using MathNet.Numerics.Distributions;
using MLPipeline.Scores;

namespace MLPipeline.Tests.Scores;

public class ThresholdComparisonTests
{
    [Theory]
    [InlineData(ThresholdRule.Conformal)]
    [InlineData(ThresholdRule.Sigma)]
    [InlineData(ThresholdRule.Pareto)]
    public void On_log_normal_scores_every_rule_keeps_the_target(ThresholdRule rule)
    {
        var estimate = ThresholdComparison.Of(new(), LogNormal(400, 1)).Rules.Single(r => r.Rule == rule);
        var truth = LogNormal(100_000, 2).Count(s => s > estimate.Limit) / 100_000.0;

        Assert.InRange(estimate.FalsePositiveRate.Estimate, 0.03, 0.07);
        Assert.InRange(truth, estimate.FalsePositiveRate.Lower, estimate.FalsePositiveRate.Upper);
    }

    [Fact]
    public void Auto_leaves_a_rule_that_misses_the_target()
    {
        // 40 photos cannot show 1 %: the largest score is exceeded by one new photo in 41, the tail can do better.
        var comparison = ThresholdComparison.Of(new() { Rule = ThresholdRule.Auto, TargetFpr = 0.01 }, LogNormal(40, 5));

        Assert.Equal(1.0 / 41, comparison.SmallestTarget);
        Assert.Equal(
            comparison.Rules.Min(r => Math.Abs(r.FalsePositiveRate.Estimate - 0.01)),
            Math.Abs(comparison.Chosen.FalsePositiveRate.Estimate - 0.01), 0.016);
    }

    [Fact]
    public void Auto_keeps_the_conformal_rule_where_others_are_not_clearly_nearer() =>
        Assert.Equal(ThresholdRule.Conformal, ThresholdComparison.Of(new() { Rule = ThresholdRule.Auto }, LogNormal(300, 9)).Chosen.Rule);

    [Fact]
    public void Two_clusters_of_good_photos_make_auto_distrust_the_gaussian()
    {
        // A tenth of the photos scores ten times as high: the deviation is large, and the Gaussian limit lies inside the gap.
        float[] scores = [.. LogNormal(270, 3).Select(s => s), .. LogNormal(30, 4).Select(s => s * 200)];
        var comparison = ThresholdComparison.Of(new() { Rule = ThresholdRule.Auto }, scores);

        Assert.NotEqual(ThresholdRule.Sigma, comparison.Chosen.Rule);
        Assert.InRange(comparison.Rules.Single(r => r.Rule == ThresholdRule.Sigma).FalsePositiveRate.Estimate, 0.08, 0.12);
    }

    [Fact]
    public void With_labels_the_rules_that_use_them_stand_beside_the_others()
    {
        var labelled = new LabelledScores(LogNormal(30, 6), [.. LogNormal(20, 7).Select(s => s * 20)]);
        var comparison = ThresholdComparison.Of(new() { Rule = ThresholdRule.BestF1 }, LogNormal(100, 8), labelled);

        Assert.Equal(
            [ThresholdRule.Conformal, ThresholdRule.Sigma, ThresholdRule.Pareto, ThresholdRule.BestF1, ThresholdRule.Cost],
            comparison.Rules.Select(r => r.Rule));
        Assert.Equal(ThresholdRule.BestF1, comparison.Chosen.Rule);
        Assert.All(comparison.Rules, r => Assert.InRange(r.Recall!.Estimate, r.Recall.Lower, r.Recall.Upper));
    }

    [Theory]
    [InlineData(ThresholdRule.BestF1)]
    [InlineData(ThresholdRule.Cost)]
    public void A_rule_that_needs_anomalies_says_so_where_there_are_none(ThresholdRule rule)
    {
        Assert.Contains("validation/DEFECT", Assert.Throws<ArgumentException>(() => ThresholdComparison.Of(new() { Rule = rule }, LogNormal(30, 1))).Message);
        Assert.Throws<ArgumentException>(() => ThresholdComparison.Of(new() { Rule = rule }, LogNormal(30, 1), new([1, 2], [])));
    }

    [Theory]
    [InlineData(ThresholdRule.BestF1)]
    [InlineData(ThresholdRule.Cost)]
    public void One_anomaly_sets_the_limit_but_cannot_try_it(ThresholdRule rule)
    {
        var chosen = ThresholdComparison.Of(new() { Rule = rule }, LogNormal(30, 1), new([], [1000])).Chosen;

        Assert.Equal(rule, chosen.Rule);
        Assert.InRange(chosen.Limit, 1, 1000);
        Assert.Equal(0, chosen.FalsePositiveRate.Estimate, 0.05);
        Assert.Null(chosen.Recall);
    }

    [Fact]
    public void Groups_are_never_divided_and_are_what_the_interval_counts()
    {
        // 30 scores, each of ten photos: as sure as 30 photos are, and no surer.
        float[] apart = LogNormal(30, 4);
        float[] scores = [.. apart.SelectMany(s => Enumerable.Repeat(s, 10))];
        int[] groups = [.. Enumerable.Range(0, 300).Select(i => i / 10)];
        var whole = ThresholdComparison.Of(new() { TargetFpr = 0.1 }, scores, groups: groups).Chosen.FalsePositiveRate;
        var divided = ThresholdComparison.Of(new() { TargetFpr = 0.1 }, scores).Chosen.FalsePositiveRate;

        Assert.True(whole.Upper - whole.Lower > 2 * (divided.Upper - divided.Lower));
    }

    [Fact]
    public void The_same_scores_give_the_same_table()
    {
        var first = ThresholdComparison.Of(new(), LogNormal(60, 10));

        Assert.Equal(first.Rules, ThresholdComparison.Of(new(), LogNormal(60, 10)).Rules);
    }

    private static float[] LogNormal(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)Math.Exp(Normal.InvCDF(0, 1, random.NextDouble())))];
    }
}
