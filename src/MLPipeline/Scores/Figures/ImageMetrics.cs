namespace MLPipeline.Scores;

/// <summary>
/// Metrics of a ranking and of a decision over photos. Scores are raw: higher means more anomalous, no clamp (clamping
/// makes ties, which lower the AUROC); infinities are allowed. A label is true for an anomalous photo. Where one of the two
/// classes is missing a metric is null. All methods throw <see cref="ArgumentException"/> where the lengths differ or a
/// score is NaN; the message names its index.
/// </summary>
public static class ImageMetrics
{
    /// <summary>
    /// Area under the ROC curve as the rank statistic U / (P N): the probability that an anomalous photo scores
    /// higher than a good one, ties counting one half (Hanley and McNeil 1982).
    /// </summary>
    /// <param name="scores">One score per photo, any order.</param>
    /// <param name="labels">True where the photo is anomalous; same length.</param>
    public static double? Auroc(ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels)
    {
        var groups = ScoreGroups.From(scores, labels);
        return RankingSums.Auroc(groups.Anomalous, groups.Good);
    }

    /// <summary>
    /// Average precision as the step sum of (R_n - R_(n-1)) P_n over the distinct scores, as scikit-learn's
    /// average_precision_score; not the trapezoid under the curve, which is optimistic. Its chance level is the
    /// <see cref="BaseRate"/>, so always state that beside it.
    /// </summary>
    /// <inheritdoc cref="Auroc"/>
    public static double? AveragePrecision(ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels)
    {
        var groups = ScoreGroups.From(scores, labels);
        return RankingSums.AveragePrecision(groups.Anomalous, groups.Good);
    }

    /// <summary>Anomalous photos / photos: the average precision of a random ranking. Null without photos.</summary>
    /// <param name="labels">True where the photo is anomalous.</param>
    public static double? BaseRate(ReadOnlySpan<bool> labels) =>
        labels.IsEmpty ? null : (double)labels.Count(true) / labels.Length;

    /// <summary>The best F1 over all thresholds, with the rule score >= threshold: an oracle, see <see cref="OracleF1"/>.</summary>
    /// <inheritdoc cref="Auroc"/>
    public static OracleF1? F1Max(ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels) =>
        RankingSums.F1Max(ScoreGroups.From(scores, labels));

    /// <summary>The counts of the decision score > threshold, the rule that is written into an exported model.</summary>
    /// <param name="scores">One score per photo, any order.</param>
    /// <param name="labels">True where the photo is anomalous; same length.</param>
    /// <param name="threshold">The chosen limit, in units of the score.</param>
    public static ConfusionCounts AtThreshold(ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels, float threshold)
    {
        ScoreGroups.Check(scores, labels);
        if (float.IsNaN(threshold))
        {
            throw new ArgumentException("The threshold is not a number.", nameof(threshold));
        }

        long tp = 0, fp = 0, tn = 0, fn = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            switch (scores[i] > threshold, labels[i])
            {
                case (true, true): tp++; break;
                case (true, false): fp++; break;
                case (false, false): tn++; break;
                default: fn++; break;
            }
        }

        return new ConfusionCounts(tp, fp, tn, fn);
    }

    /// <summary>
    /// Scrap: the share of good photos that must be thrown away to catch at least this share of the anomalous ones.
    /// The lowest FPR over all thresholds whose recall reaches the target; nothing is interpolated, because no
    /// threshold reaches a point between two photos.
    /// </summary>
    /// <param name="scores">One score per photo, any order.</param>
    /// <param name="labels">True where the photo is anomalous; same length.</param>
    /// <param name="recall">The target, above 0 and at most 1, for example 0.95, 0.99 or 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The recall is outside of that range.</exception>
    public static double? FalsePositiveRateAtRecall(ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels, double recall)
    {
        if (!(recall > 0 && recall <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(recall), recall, "A recall must be above 0 and at most 1.");
        }

        var groups = ScoreGroups.From(scores, labels);
        return RankingSums.FalsePositiveRateAtRecall(groups.Anomalous, groups.Good, recall);
    }

    /// <summary>
    /// Escape: the share of anomalous photos that pass when at most this share of the good ones may be flagged. The
    /// lowest miss rate over all thresholds whose FPR is within the limit; nothing is interpolated, so with fewer
    /// than 1 / limit good photos it is the miss rate with no false alarm at all.
    /// </summary>
    /// <param name="scores">One score per photo, any order.</param>
    /// <param name="labels">True where the photo is anomalous; same length.</param>
    /// <param name="falsePositiveRate">The limit, from 0 to 1, for example 0.01.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is outside of that range.</exception>
    public static double? MissRateAtFalsePositiveRate(
        ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels, double falsePositiveRate)
    {
        if (!(falsePositiveRate >= 0 && falsePositiveRate <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(falsePositiveRate), falsePositiveRate, "A false positive rate must be from 0 to 1.");
        }

        var groups = ScoreGroups.From(scores, labels);
        return RankingSums.MissRateAtFalsePositiveRate(groups.Anomalous, groups.Good, falsePositiveRate);
    }

    /// <summary>
    /// The whole ROC curve: from (0, 0) at an infinite threshold, one point per distinct score, to (1, 1). Its
    /// trapezoid area is the <see cref="Auroc"/>. Empty where one class is missing.
    /// </summary>
    /// <inheritdoc cref="Auroc"/>
    public static IReadOnlyList<RocPoint> RocCurve(ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels)
    {
        var groups = ScoreGroups.From(scores, labels);
        if (!groups.HasBothClasses)
        {
            return [];
        }

        var curve = new List<RocPoint> { new(float.PositiveInfinity, 0, 0) };
        long found = 0;
        long alarms = 0;
        for (var i = 0; i < groups.Thresholds.Length; i++)
        {
            found += groups.Anomalous[i];
            alarms += groups.Good[i];
            curve.Add(new RocPoint(
                groups.Thresholds[i], (double)alarms / groups.TotalGood, (double)found / groups.TotalAnomalous));
        }

        return curve;
    }

    /// <summary>
    /// The whole precision-recall curve, one point per distinct score, recall rising. No point is invented at recall 0
    /// (scikit-learn adds precision 1 there). Empty where one class is missing.
    /// </summary>
    /// <inheritdoc cref="Auroc"/>
    public static IReadOnlyList<PrecisionRecallPoint> PrecisionRecallCurve(
        ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels)
    {
        var groups = ScoreGroups.From(scores, labels);
        if (!groups.HasBothClasses)
        {
            return [];
        }

        var curve = new List<PrecisionRecallPoint>(groups.Thresholds.Length);
        long found = 0;
        long alarms = 0;
        for (var i = 0; i < groups.Thresholds.Length; i++)
        {
            found += groups.Anomalous[i];
            alarms += groups.Good[i];
            curve.Add(new PrecisionRecallPoint(
                groups.Thresholds[i], (double)found / (found + alarms), (double)found / groups.TotalAnomalous));
        }

        return curve;
    }

    /// <summary>
    /// Each type of defect against all good photos, ordered by name (ordinal). Types are not weighted: a rare one has
    /// its own row, which a mean over photos would hide.
    /// </summary>
    /// <param name="scores">One score per photo, any order.</param>
    /// <param name="labels">True where the photo is anomalous; same length.</param>
    /// <param name="defects">The type of each photo; what stands at a good photo is not read.</param>
    /// <param name="threshold">The chosen limit (rule: score > threshold); null gives no recall.</param>
    public static IReadOnlyList<DefectMetrics> PerDefect(
        ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels, IReadOnlyList<string> defects, float? threshold = null)
    {
        ScoreGroups.Check(scores, labels);
        if (defects.Count != scores.Length)
        {
            throw new ArgumentException(
                $"There are {scores.Length} scores but {defects.Count} defect types; each score needs its type.", nameof(defects));
        }

        var good = new List<float>();
        var byDefect = new SortedDictionary<string, List<float>>(StringComparer.Ordinal);
        for (var i = 0; i < scores.Length; i++)
        {
            if (!labels[i])
            {
                good.Add(scores[i]);
                continue;
            }

            if (!byDefect.TryGetValue(defects[i], out var list))
            {
                byDefect.Add(defects[i], list = []);
            }

            list.Add(scores[i]);
        }

        return [.. byDefect.Select(pair => Defect(pair.Key, pair.Value, good, threshold))];
    }

    private static DefectMetrics Defect(string name, List<float> anomalous, List<float> good, float? threshold)
    {
        float[] scores = [.. anomalous, .. good];
        var labels = new bool[scores.Length];
        labels.AsSpan(0, anomalous.Count).Fill(true);
        var recall = threshold is { } limit ? AtThreshold(scores, labels, limit).Recall : null;
        return new DefectMetrics(name, anomalous.Count, Auroc(scores, labels), recall);
    }
}
