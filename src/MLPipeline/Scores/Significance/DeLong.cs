using MathNet.Numerics.Distributions;

namespace MLPipeline.Scores;

/// <summary>AUROC with its variance by DeLong.</summary>
/// <param name="Auroc">The AUROC.</param>
/// <param name="Variance">Its estimated variance; 0 for a perfect ranking.</param>
/// <param name="Interval">Normal interval, cut to 0..1. [1, 1] for a perfect ranking says only that no error was seen.</param>
public sealed record AurocEstimate(double Auroc, double Variance, Interval Interval);

/// <summary>Two runs compared on the same photos.</summary>
/// <param name="First">AUROC of the first run.</param>
/// <param name="Second">AUROC of the second run.</param>
/// <param name="Difference">First - second, with its normal interval.</param>
/// <param name="Z">
/// Difference / standard error; 0 where the runs rank alike. Null where the difference is not 0 but its variance is (a
/// perfect run against one that is constant): the test cannot judge that.
/// </param>
/// <param name="P">Two-sided p-value; null where <paramref name="Z"/> is.</param>
public sealed record AurocComparison(double First, double Second, Interval Difference, double? Z, double? P);

/// <summary>
/// DeLong's variance of the AUROC and paired test (DeLong, DeLong and Clarke-Pearson 1988), by the fast midrank
/// algorithm (Sun and Xu 2014), O(n log n). Every method gives null with fewer than two photos of a class, because
/// then there is no variance.
/// </summary>
public static class DeLong
{
    // Variances below this are rounding: a structural component is a count divided by at most a few thousand.
    private const double NoVariance = 1e-20;

    /// <summary>AUROC, variance and normal interval of one run.</summary>
    /// <param name="scores">One score per photo, higher = more anomalous.</param>
    /// <param name="labels">True where the photo is anomalous; same length.</param>
    /// <param name="confidence">Above 0 and below 1; default 0.95.</param>
    /// <exception cref="ArgumentException">Lengths differ or a score is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is out of range.</exception>
    public static AurocEstimate? Estimate(ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels, double confidence = 0.95)
    {
        Bootstrap.CheckConfidence(confidence);
        ScoreGroups.Check(scores, labels);
        if (Components(scores, labels) is not var (anomalous, good))
        {
            return null;
        }

        var auroc = anomalous.Average();
        var variance = VarianceOfMean(anomalous) + VarianceOfMean(good);
        var half = Quantile(confidence) * Math.Sqrt(variance);
        return new AurocEstimate(
            auroc, variance, new Interval(auroc, Math.Max(0, auroc - half), Math.Min(1, auroc + half), confidence));
    }

    /// <summary>Tests whether two runs have the same AUROC, with the correlation that scoring the same photos brings.</summary>
    /// <param name="first">Scores of the first run, one per photo.</param>
    /// <param name="second">Scores of the second run for the same photos in the same order.</param>
    /// <param name="labels">True where the photo is anomalous; same length.</param>
    /// <param name="confidence">Of the interval of the difference; above 0 and below 1; default 0.95.</param>
    /// <exception cref="ArgumentException">Lengths differ or a score is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is out of range.</exception>
    public static AurocComparison? Compare(
        ReadOnlySpan<float> first, ReadOnlySpan<float> second, ReadOnlySpan<bool> labels, double confidence = 0.95)
    {
        Bootstrap.CheckConfidence(confidence);
        ScoreGroups.Check(first, labels);
        ScoreGroups.Check(second, labels);
        if (Components(first, labels) is not var (anomalous1, good1) || Components(second, labels) is not var (anomalous2, good2))
        {
            return null;
        }

        // Var(a - b) taken on the differences of the components: the same as Var a + Var b - 2 Cov, without cancellation.
        var anomalous = anomalous1.Zip(anomalous2, (a, b) => a - b).ToArray();
        var good = good1.Zip(good2, (a, b) => a - b).ToArray();
        var variance = VarianceOfMean(anomalous) + VarianceOfMean(good);
        var (auroc1, auroc2) = (anomalous1.Average(), anomalous2.Average());
        var difference = anomalous.Average();
        double? z = null;
        if (variance > NoVariance)
        {
            z = difference / Math.Sqrt(variance);
        }
        else
        {
            variance = 0;
            z = Math.Abs(difference) < 1e-12 ? 0 : null;
        }

        var half = Quantile(confidence) * Math.Sqrt(variance);
        var interval = new Interval(difference, Math.Max(-1, difference - half), Math.Min(1, difference + half), confidence);
        return new AurocComparison(auroc1, auroc2, interval, z, z is { } value ? 2 * Normal.CDF(0, 1, -Math.Abs(value)) : null);
    }

    /// <summary>
    /// The structural components: per anomalous photo the share of good ones below it, per good photo the share of
    /// anomalous ones above it, ties one half; from ranks in the whole sample minus ranks in the own class.
    /// </summary>
    private static (double[] Anomalous, double[] Good)? Components(ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels)
    {
        var positives = new List<float>();
        var negatives = new List<float>();
        for (var i = 0; i < scores.Length; i++)
        {
            // -0 + 0 is 0: ranks compare by order, in which -0 would stand below 0.
            (labels[i] ? positives : negatives).Add(scores[i] + 0f);
        }

        var (m, n) = (positives.Count, negatives.Count);
        if (m < 2 || n < 2)
        {
            return null;
        }

        var all = Ranks.Mid<float>([.. positives, .. negatives]);
        var ownPositive = Ranks.Mid<float>([.. positives]);
        var ownNegative = Ranks.Mid<float>([.. negatives]);
        return (
            [.. ownPositive.Select((rank, i) => (all[i] - rank) / n)],
            [.. ownNegative.Select((rank, j) => 1 - ((all[m + j] - rank) / m))]);
    }

    private static double VarianceOfMean(double[] values)
    {
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / values.Length;
    }

    private static double Quantile(double confidence) => Normal.InvCDF(0, 1, (1 + confidence) / 2);
}
