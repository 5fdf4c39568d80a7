namespace MLPipeline.Scores;

/// <summary>
/// The area metrics as sums over score groups: entry i holds the number of anomalous and of good items with the
/// i-th highest distinct score. Photos, pixels and bootstrap resamples all end here.
/// </summary>
internal static class RankingSums
{
    // A target such as recall 0.95 of 20 photos must mean 19 photos, although 0.95 * 20 may come out a little above.
    private const double Slack = 1e-9;

    /// <summary>Mann-Whitney U / (P N): each pair of an anomalous and a good item counts 1, or 1/2 on a tie.</summary>
    public static double? Auroc(ReadOnlySpan<long> anomalous, ReadOnlySpan<long> good)
    {
        var wins = 0.0;
        long found = 0;
        long alarms = 0;
        for (var i = 0; i < anomalous.Length; i++)
        {
            wins += good[i] * (found + (0.5 * anomalous[i]));
            found += anomalous[i];
            alarms += good[i];
        }

        return found == 0 || alarms == 0 ? null : wins / ((double)found * alarms);
    }

    /// <summary>Sum of (R_n - R_(n-1)) P_n, one step per distinct score, no interpolation.</summary>
    public static double? AveragePrecision(ReadOnlySpan<long> anomalous, ReadOnlySpan<long> good)
    {
        var sum = 0.0;
        long found = 0;
        long alarms = 0;
        for (var i = 0; i < anomalous.Length; i++)
        {
            found += anomalous[i];
            alarms += good[i];
            if (anomalous[i] > 0)
            {
                sum += anomalous[i] * ((double)found / (found + alarms));
            }
        }

        return found == 0 || alarms == 0 ? null : sum / found;
    }

    /// <summary>The lowest share of good items flagged by a threshold that finds at least this share of the anomalous ones.</summary>
    public static double? FalsePositiveRateAtRecall(ReadOnlySpan<long> anomalous, ReadOnlySpan<long> good, double recall)
    {
        var (total, totalGood) = (Sum(anomalous), Sum(good));
        if (total == 0 || totalGood == 0)
        {
            return null;
        }

        var needed = (recall * total) - Slack;
        long found = 0;
        long alarms = 0;
        for (var i = 0; found < needed; i++)
        {
            found += anomalous[i];
            alarms += good[i];
        }

        return (double)alarms / totalGood;
    }

    /// <summary>The lowest share of anomalous items that pass a threshold which flags at most this share of the good ones.</summary>
    public static double? MissRateAtFalsePositiveRate(ReadOnlySpan<long> anomalous, ReadOnlySpan<long> good, double falsePositiveRate)
    {
        var (total, totalGood) = (Sum(anomalous), Sum(good));
        if (total == 0 || totalGood == 0)
        {
            return null;
        }

        var allowed = (falsePositiveRate * totalGood) + Slack;
        long found = 0;
        long alarms = 0;
        for (var i = 0; i < anomalous.Length && alarms + good[i] <= allowed; i++)
        {
            found += anomalous[i];
            alarms += good[i];
        }

        return (double)(total - found) / total;
    }

    /// <summary>The highest 2 TP / (2 TP + FP + FN) over all thresholds; the highest threshold where several reach it.</summary>
    public static OracleF1? F1Max(ScoreGroups groups)
    {
        if (!groups.HasBothClasses)
        {
            return null;
        }

        var best = new OracleF1(double.NegativeInfinity, 0);
        long found = 0;
        long alarms = 0;
        for (var i = 0; i < groups.Thresholds.Length; i++)
        {
            found += groups.Anomalous[i];
            alarms += groups.Good[i];
            var f1 = 2.0 * found / (found + alarms + groups.TotalAnomalous);
            if (f1 > best.Value)
            {
                best = new OracleF1(f1, groups.Thresholds[i]);
            }
        }

        return best;
    }

    private static long Sum(ReadOnlySpan<long> counts)
    {
        long sum = 0;
        foreach (var count in counts)
        {
            sum += count;
        }

        return sum;
    }
}
