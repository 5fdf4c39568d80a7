namespace MLPipeline.Scores;

/// <summary>
/// Limits from labelled validation photos: the one of the best F1, and the one of the least cost. A limit lies halfway
/// between two neighbouring scores, or just beyond the outermost.
/// </summary>
internal static class LabelledLimit
{
    /// <summary>The limit with the best F1 = 2 TP / (2 TP + FP + FN); the lowest of several.</summary>
    /// <exception cref="ArgumentException">One of the lists is empty.</exception>
    public static float BestF1(IReadOnlyCollection<float> good, IReadOnlyCollection<float> anomalous) =>
        Best(good, anomalous, (falseAlarms, missed) =>
        {
            var found = anomalous.Count - missed;
            return -2.0 * found / ((2.0 * found) + falseAlarms + missed);
        });

    /// <summary>The limit with the least FP + <paramref name="costRatio"/> FN; the lowest of several.</summary>
    /// <exception cref="ArgumentException">One of the lists is empty.</exception>
    public static float LeastCost(IReadOnlyCollection<float> good, IReadOnlyCollection<float> anomalous, double costRatio) =>
        Best(good, anomalous, (falseAlarms, missed) => falseAlarms + (costRatio * missed));

    private static float Best(IReadOnlyCollection<float> good, IReadOnlyCollection<float> anomalous, Func<int, int, double> cost)
    {
        if (good.Count == 0 || anomalous.Count == 0)
        {
            throw new ArgumentException(
                $"A limit from labelled photos needs good and anomalous ones; there are {good.Count} good and {anomalous.Count} anomalous.");
        }

        var scores = good.Select(s => (Score: s, IsAnomalous: false)).Concat(anomalous.Select(s => (Score: s, IsAnomalous: true)))
            .OrderBy(s => s.Score).ToArray();
        var (best, limit) = (cost(good.Count, 0), MathF.BitDecrement(scores[0].Score));
        var (falseAlarms, missed) = (good.Count, 0);
        for (var i = 0; i < scores.Length; i++)
        {
            (falseAlarms, missed) = scores[i].IsAnomalous ? (falseAlarms, missed + 1) : (falseAlarms - 1, missed);
            var last = i == scores.Length - 1;
            if ((last || scores[i + 1].Score > scores[i].Score) && cost(falseAlarms, missed) is var next && next < best)
            {
                (best, limit) = (next, last ? scores[i].Score : Halfway(scores[i].Score, scores[i + 1].Score));
            }
        }

        return limit;
    }

    // Rounding must not lift the limit to the higher score, which is to exceed it.
    private static float Halfway(float low, float high) => (float)(((double)low + high) / 2) is var half && half < high ? half : low;
}
