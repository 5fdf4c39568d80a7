namespace MLPipeline.Scores;

/// <summary>The four counts of a decision, and the rates made of them. A rate whose denominator is 0 is null.</summary>
/// <param name="TruePositives">Anomalous items that were flagged.</param>
/// <param name="FalsePositives">Good items that were flagged: false alarms.</param>
/// <param name="TrueNegatives">Good items that passed.</param>
/// <param name="FalseNegatives">Anomalous items that passed: misses.</param>
public sealed record ConfusionCounts(long TruePositives, long FalsePositives, long TrueNegatives, long FalseNegatives)
{
    /// <summary>TP / (TP + FP); null where nothing was flagged.</summary>
    public double? Precision => Ratio(TruePositives, TruePositives + FalsePositives);

    /// <summary>TP / (TP + FN); null without anomalous items.</summary>
    public double? Recall => Ratio(TruePositives, TruePositives + FalseNegatives);

    /// <summary>FP / (FP + TN); null without good items.</summary>
    public double? FalsePositiveRate => Ratio(FalsePositives, FalsePositives + TrueNegatives);

    /// <summary>FN / (TP + FN), the share of anomalous items that escape; null without anomalous items.</summary>
    public double? MissRate => Ratio(FalseNegatives, TruePositives + FalseNegatives);

    /// <summary>
    /// 2 TP / (2 TP + FP + FN), which is the harmonic mean of precision and recall and 0 where nothing was found; null
    /// without anomalous items.
    /// </summary>
    public double? F1 => TruePositives + FalseNegatives == 0
        ? null
        : Ratio(2 * TruePositives, (2 * TruePositives) + FalsePositives + FalseNegatives);

    private static double? Ratio(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
