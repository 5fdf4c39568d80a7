namespace MLPipeline.Scores;

/// <summary>
/// Stratified percentile bootstrap (Efron and Tibshirani 1993, chapter 13): each resample draws as many anomalous and as
/// many good photos as there are, with replacement and each from its own class, so the base rate stays. Percentiles
/// are interpolated linearly (type 7, as NumPy). A perfect ranking stays perfect in every resample: an
/// interval of [1, 1] then says that no error was seen, not that none is possible.
/// </summary>
public static class Bootstrap
{
    /// <summary>Resamples unless asked otherwise.</summary>
    public const int DefaultResamples = 2000;

    private delegate double? Metric(ReadOnlySpan<long> anomalous, ReadOnlySpan<long> good);

    /// <summary>Interval of <see cref="ImageMetrics.Auroc"/>; null where one class is missing.</summary>
    /// <param name="scores">One score per photo, higher = more anomalous.</param>
    /// <param name="labels">True where the photo is anomalous; same length.</param>
    /// <param name="resamples">Number of resamples, at least 1; default 2000.</param>
    /// <param name="confidence">Above 0 and below 1; default 0.95.</param>
    /// <param name="seed">Seed of the draws; the same seed gives the same interval.</param>
    /// <exception cref="ArgumentException">Lengths differ or a score is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Resamples or confidence are out of range.</exception>
    public static Interval? Auroc(
        ReadOnlySpan<float> scores,
        ReadOnlySpan<bool> labels,
        int resamples = DefaultResamples,
        double confidence = 0.95,
        int seed = 0) =>
        Resample(ScoreGroups.From(scores, labels), RankingSums.Auroc, resamples, confidence, seed);

    /// <summary>Interval of <see cref="ImageMetrics.AveragePrecision"/>; null where one class is missing.</summary>
    /// <inheritdoc cref="Auroc"/>
    public static Interval? AveragePrecision(
        ReadOnlySpan<float> scores,
        ReadOnlySpan<bool> labels,
        int resamples = DefaultResamples,
        double confidence = 0.95,
        int seed = 0) =>
        Resample(ScoreGroups.From(scores, labels), RankingSums.AveragePrecision, resamples, confidence, seed);

    /// <summary>Interval of <see cref="ImageMetrics.FalsePositiveRateAtRecall"/>; null where one class is missing.</summary>
    /// <param name="scores">One score per photo, higher = more anomalous.</param>
    /// <param name="labels">True where the photo is anomalous; same length.</param>
    /// <param name="recall">The target, above 0 and at most 1.</param>
    /// <exception cref="ArgumentException">Lengths differ or a score is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The recall is out of range.</exception>
    public static Interval? FalsePositiveRateAtRecall(ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels, double recall)
    {
        if (!(recall > 0 && recall <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(recall), recall, "A recall must be above 0 and at most 1.");
        }

        return Resample(
            ScoreGroups.From(scores, labels), (a, g) => RankingSums.FalsePositiveRateAtRecall(a, g, recall), DefaultResamples, 0.95, seed: 0);
    }

    /// <summary>Interval of <see cref="ImageMetrics.MissRateAtFalsePositiveRate"/>; null where one class is missing.</summary>
    /// <param name="scores">One score per photo, higher = more anomalous.</param>
    /// <param name="labels">True where the photo is anomalous; same length.</param>
    /// <param name="falsePositiveRate">The limit, from 0 to 1.</param>
    /// <exception cref="ArgumentException">Lengths differ or a score is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    public static Interval? MissRateAtFalsePositiveRate(ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels, double falsePositiveRate)
    {
        if (!(falsePositiveRate >= 0 && falsePositiveRate <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(falsePositiveRate), falsePositiveRate, "A false positive rate must be from 0 to 1.");
        }

        return Resample(
            ScoreGroups.From(scores, labels), (a, g) => RankingSums.MissRateAtFalsePositiveRate(a, g, falsePositiveRate), DefaultResamples, 0.95, seed: 0);
    }

    private static Interval? Resample(ScoreGroups groups, Metric metric, int resamples, double confidence, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        CheckConfidence(confidence);
        if (metric(groups.Anomalous, groups.Good) is not { } estimate)
        {
            return null;
        }

        // A resample only changes how often each photo counts, so the scores are sorted once.
        var random = new Random(seed);
        var anomalousGroups = Members(groups.Anomalous);
        var goodGroups = Members(groups.Good);
        var anomalous = new long[groups.Thresholds.Length];
        var good = new long[groups.Thresholds.Length];
        var values = new double[resamples];
        for (var r = 0; r < resamples; r++)
        {
            Draw(anomalousGroups, anomalous, random);
            Draw(goodGroups, good, random);
            values[r] = metric(anomalous, good)!.Value;
        }

        Array.Sort(values);
        var tail = (1 - confidence) / 2;
        return new Interval(estimate, Percentile(values, tail), Percentile(values, 1 - tail), confidence);
    }

    internal static void CheckConfidence(double confidence)
    {
        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence must be above 0 and below 1.");
        }
    }

    /// <summary>The group of every item: counts 2, 0, 1 give 0, 0, 2.</summary>
    private static int[] Members(long[] counts) =>
        [.. counts.SelectMany((count, group) => Enumerable.Repeat(group, (int)count))];

    private static void Draw(int[] members, long[] counts, Random random)
    {
        Array.Clear(counts);
        for (var i = 0; i < members.Length; i++)
        {
            counts[members[random.Next(members.Length)]]++;
        }
    }

    private static double Percentile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
