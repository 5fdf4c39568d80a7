using MLPipeline.Reports;
using MLPipeline.Scores;

namespace MLPipeline.Tests.Reports;

public class FalseAlarmPromiseTests
{
    private static readonly ThresholdEstimate Chosen = new(ThresholdRule.Conformal, 1, new(0.044, 0.021, 0.08, 0.95), null);

    [Theory]
    [InlineData(31, 80, "Chance does not explain that")]
    [InlineData(1, 9, "chance alone may explain it")]
    [InlineData(5, 100, null)]
    [InlineData(0, 20, null)]
    [InlineData(0, 1000, "more alike")]
    public void A_rate_outside_the_interval_is_said_with_what_it_usually_means(int flagged, int good, string? expected)
    {
        var remark = FalseAlarmPromise.Broken(Chosen, Counts(flagged, good));
        if (expected is null)
        {
            Assert.Null(remark);
        }
        else
        {
            Assert.Contains(expected, remark, StringComparison.Ordinal);
            Assert.Contains($"{flagged} of {good}", remark, StringComparison.Ordinal);
            Assert.Contains("[2.1 %, 8 %]", remark, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_good_photos_or_a_promise_nothing_is_said()
    {
        Assert.Null(FalseAlarmPromise.Broken(Chosen, Counts(0, 0)));
        Assert.Null(FalseAlarmPromise.Broken(null, Counts(5, 5)));
    }

    private static ConfusionCounts Counts(int flagged, int good) => ImageMetrics.AtThreshold(
        [.. Enumerable.Range(0, good).Select(i => i < flagged ? 2f : 0f)], new bool[good], 1);
}
