namespace MLPipeline.Scores;

/// <summary>
/// The distinct scores of a labelled sample in descending order, with the number of anomalous and of good items at
/// each. Every metric of a ranking is a sum over these groups, which is what makes ties come out right: items with
/// one score can only be flagged together.
/// </summary>
internal sealed class ScoreGroups
{
    public ScoreGroups(float[] thresholds, long[] anomalous, long[] good)
    {
        Thresholds = thresholds;
        Anomalous = anomalous;
        Good = good;
        TotalAnomalous = anomalous.Sum();
        TotalGood = good.Sum();
    }

    /// <summary>Distinct scores, descending: flagging all items with score >= Thresholds[i] flags groups 0..i.</summary>
    public float[] Thresholds { get; }

    public long[] Anomalous { get; }

    public long[] Good { get; }

    public long TotalAnomalous { get; }

    public long TotalGood { get; }

    /// <summary>False where a metric of the ranking does not exist, because one of the two classes is missing.</summary>
    public bool HasBothClasses => TotalAnomalous > 0 && TotalGood > 0;

    /// <exception cref="ArgumentException">Lengths differ, or a score is not a number.</exception>
    public static ScoreGroups From(ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels)
    {
        Check(scores, labels);
        var keys = scores.ToArray();
        var items = labels.ToArray();
        Array.Sort(keys, items);
        var thresholds = new List<float>();
        var anomalous = new List<long>();
        var good = new List<long>();
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            // Compared as numbers, so that 0 and -0 are one score.
            if (thresholds.Count == 0 || keys[i] != thresholds[^1])
            {
                thresholds.Add(keys[i]);
                anomalous.Add(0);
                good.Add(0);
            }

            if (items[i])
            {
                anomalous[^1]++;
            }
            else
            {
                good[^1]++;
            }
        }

        return new ScoreGroups([.. thresholds], [.. anomalous], [.. good]);
    }

    public static void Check(ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels)
    {
        if (scores.Length != labels.Length)
        {
            throw new ArgumentException(
                $"There are {scores.Length} scores but {labels.Length} labels; each score needs its label.", nameof(labels));
        }

        for (var i = 0; i < scores.Length; i++)
        {
            if (float.IsNaN(scores[i]))
            {
                throw new ArgumentException(
                    $"The score at index {i} is not a number; a NaN cannot be ranked. Look for the photo or the model that made it.",
                    nameof(scores));
            }
        }
    }
}
