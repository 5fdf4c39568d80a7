using MLPipeline.Scores;

namespace MLPipeline.Tests.Scores;

public class EventTests
{
    [Fact]
    public void Evidence_is_the_rank_below_the_95_percent_point_and_exponential_above()
    {
        var tail = new TailEvidence(Enumerable.Range(1, 100).Select(i => (float)i));
        Assert.Equal(95.05, tail.Start, 1e-3);
        Assert.Equal(98 - 95.05, tail.Slope, 1e-3);
        Assert.Equal(-Math.Log(51 / 101.0), tail.Of(51), 1e-9);
        Assert.Equal(-Math.Log(0.05) + ((110 - tail.Start) / tail.Slope), tail.Of(110), 1e-9);
    }

    [Fact]
    public void A_member_that_sees_nothing_does_not_dilute_the_one_that_does() =>
        Assert.Equal(Math.Log((0.5 * Math.Exp(9)) + (0.5 * Math.Exp(0.1))), JoinedEvidence.Of([9, 0.1], [0.5, 0.5]), 1e-9);

    [Fact]
    public void The_limit_is_the_lowest_that_keeps_the_rate_with_one_standard_error()
    {
        var random = new Random(5);
        var clips = Enumerable.Range(0, 9).Select(c => (IReadOnlyList<double>)[.. Enumerable.Range(0, 80 + (10 * c)).Select(_ => Math.Round(random.NextDouble() * (3 + (c % 3)), 2))]).ToList();
        foreach (var rate in new[] { 0.01, 0.05, 0.2 })
        {
            Assert.Equal(Plainly(clips, rate), ClipLimit.Of(clips, rate));
        }
    }

    [Fact]
    public void Events_begin_above_the_limit_and_end_below_a_share_of_it()
    {
        var tracker = new EventTracker(10, release: 0.8, leastFrames: 2);
        double[] scores = [0, 11, 9, 8.5, 7, 12, 0, 15, 15];
        var found = scores.Select(tracker.Next).OfType<EventSpan>().ToList();
        found.AddRange(new[] { tracker.Finish() }.OfType<EventSpan>());
        // The single frame at 5 is too short.
        Assert.Equal([new EventSpan(1, 4), new EventSpan(7, 9)], found);
    }

    [Fact]
    public void Smoothing_looks_back_only_and_is_capped()
    {
        Assert.Equal([2, 5, 6.5], Smoothing.Causal([2, 100, 8]));
        Assert.Equal(3, Smoothing.Centred([1, 2, 6], 3)[1], 1e-9);
    }

    [Fact]
    public void Metrics_of_clips_by_hand()
    {
        LabelledClip mixed = new("mixed", [1, 2, 9, 8, 1], [false, false, true, true, false], [new EventSpan(3, 4)]);
        LabelledClip calm = new("calm", [3, 3, 3, 10], [false, false, false, false], [new EventSpan(3, 4)]);
        var metrics = ClipMetrics.Of([mixed, calm], 5, framesPerSecond: 10);

        Assert.Equal(12 / 14.0, metrics.Micro!.Value, 1e-9);
        Assert.Equal(1, metrics.Macro);
        Assert.Equal((1, 0.5), (metrics.EventRecall, metrics.EventPrecision));
        Assert.Equal(1, metrics.FalseEvents);
        Assert.Equal(1 / (9 / 10.0 / 3600), metrics.FalseAlarmsPerHour!.Value, 1e-6);
        Assert.Equal(1, metrics.DelayFrames);
        Assert.Equal(1 / 7.0, metrics.AtLimit.FalsePositiveRate!.Value, 1e-9);
    }

    [Fact]
    public void A_region_counts_from_an_overlap_of_a_tenth()
    {
        bool[] truth = [true, true, false, false, false, false, false, false];
        var exact = new RegionDetection([0.5f]);
        exact.Add([1, 1, 0, 0, 0, 0, 0, 0], truth, 8);
        Assert.Equal(1, exact.Area());

        var besides = new RegionDetection([0.5f]);
        besides.Add([0, 0, 0, 0, 1, 1, 0, 0], truth, 8);
        Assert.Equal(0, besides.Area());
        Assert.Null(new RegionDetection([0.5f]).Area());
    }

    private static double Plainly(List<IReadOnlyList<double>> clips, double rate)
    {
        var best = double.PositiveInfinity;
        foreach (var value in clips.SelectMany(c => c).Distinct().OrderDescending())
        {
            var shares = clips.Select(c => c.Count(s => s > value) / (double)c.Count).ToArray();
            var mean = shares.Average();
            var error = Math.Sqrt(shares.Sum(s => (s - mean) * (s - mean)) / (shares.Length - 1) / shares.Length);
            if (mean + error > rate)
            {
                break;
            }

            best = value;
        }

        return best;
    }
}
