namespace MLPipeline.Metrics;

/// <summary>
/// The area metrics as sums over score groups: entry i holds the number of anomalous and of good items with the
/// i-th highest distinct score. Photos, pixels and bootstrap resamples all end here.
/// </summary>
internal static class RankingSums
{
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
}
