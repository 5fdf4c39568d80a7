using MLPipeline.Scores;

namespace MLPipeline.Search;

/// <summary>
/// The objective of a search: how far anomalies stand out from good photos that the detector has not seen. Each anomaly's
/// standardised log-score (median of the good photos, and their root mean square deviation from it) is clipped to [-1, 4]; the
/// margin is the mean over the anomalies of a kind, then over the kinds.
/// </summary>
/// <remarks>
/// The deviation is not the robust one that members are joined by: a detector that is calm on most good photos and upset by
/// a few gives false alarms on those few, and a median absolute deviation would not see it.
/// AUROC is no objective here: painted defects are found by nearly every configuration, so that it saturates and ranks them
/// by chance. The clip keeps defects that everybody finds, and those that nobody finds, from outweighing the doubtful ones.
/// </remarks>
internal static class Margin
{
    /// <summary>Lower end of the clip.</summary>
    public const double Low = -1;

    /// <summary>Upper end of the clip.</summary>
    public const double High = 4;

    /// <summary>From the lowest to the highest margin.</summary>
    public const double Range = High - Low;

    /// <summary>The margin of one configuration on one category.</summary>
    public static double Of(ScoreTable table)
    {
        var scale = ScaleOf(table.Good);
        return table.Mean(g => OfGroup(g, scale));
    }

    /// <summary>The mean margin over the categories of a search.</summary>
    public static double Of(IReadOnlyList<ScoreTable> tables) => tables.Average(Of);

    /// <summary>The margin of each kind, mean over the categories of a search.</summary>
    public static double[] ByKind(IReadOnlyList<ScoreTable> tables) =>
        [.. Enumerable.Range(0, tables[0].Groups.Count).Select(k => tables.Average(t => OfGroup(t.Groups[k], ScaleOf(t.Good))))];

    /// <summary>The scale of the margin, from the good photos.</summary>
    public static Standardizer ScaleOf(IReadOnlyList<float> good)
    {
        var scale = Standardizer.Of([.. good]) with { Scale = 1 };
        var deviation = Math.Sqrt(good.Sum(s => Math.Pow(scale.Apply(s), 2)) / Math.Max(1, good.Count - 1));
        return scale with { Scale = deviation > 1e-9 ? deviation : 1 };
    }

    /// <summary>The margin of one kind.</summary>
    public static double OfGroup(ScoreGroup group, Standardizer scale) =>
        group.Scores.Average(s => Math.Clamp(scale.Apply(s), Low, High));

    /// <summary>
    /// Standard error of the gain from one table to another over photos: the deviation of the gain over resamples of the
    /// held-out good photos, each with what is painted on it, and of the real anomalies.
    /// </summary>
    /// <param name="before">Tables of the categories.</param>
    /// <param name="after">The same categories by another configuration.</param>
    /// <param name="seed">Seed of the resamples.</param>
    /// <param name="draws">Their number.</param>
    public static double GainError(IReadOnlyList<ScoreTable> before, IReadOnlyList<ScoreTable> after, int seed, int draws = 200)
    {
        var random = new Random(seed);
        var gains = new double[draws];
        for (var d = 0; d < draws; d++)
        {
            for (var c = 0; c < before.Count; c++)
            {
                var sample = Resample.Draw(before[c], random);
                gains[d] += (Of(sample.Apply(after[c])) - Of(sample.Apply(before[c]))) / before.Count;
            }
        }

        var mean = gains.Average();
        return Math.Sqrt(gains.Sum(g => (g - mean) * (g - mean)) / (draws - 1));
    }

    /// <summary>One draw with replacement; the same for every configuration, so that gains are paired.</summary>
    private sealed class Resample(int[] good, int[][] groups)
    {
        public static Resample Draw(ScoreTable table, Random random)
        {
            var good = Draw(table.Good.Count, random);
            return new(good, [.. table.Groups.Select(g => g.Sources is null
                ? Draw(g.Scores.Count, random)
                : PaintedOn(good, g.Sources))]);
        }

        public ScoreTable Apply(ScoreTable table) => new(
            [.. good.Select(i => table.Good[i])],
            [.. table.Groups.Select((g, k) => g with { Scores = [.. groups[k].Select(i => g.Scores[i])] })]);

        private static int[] Draw(int count, Random random) => [.. Enumerable.Range(0, count).Select(_ => random.Next(count))];

        private static int[] PaintedOn(int[] good, IReadOnlyList<int> sources)
        {
            var bySource = Enumerable.Range(0, sources.Count).ToLookup(i => sources[i]);
            var rows = good.SelectMany(g => bySource[g]).ToArray();

            // Every photo has its painted copies, but for those few that could not be read.
            return rows.Length > 0 ? rows : [.. Enumerable.Range(0, sources.Count)];
        }
    }
}
