namespace MLPipeline.Scores;

/// <summary>Ranks for the rank tests.</summary>
internal static class Ranks
{
    /// <summary>Ranks from 1 (lowest) upwards; equal values share the mean of their ranks.</summary>
    public static double[] Mid<T>(ReadOnlySpan<T> values)
        where T : IComparable<T>
    {
        var keys = values.ToArray();
        var order = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(keys, order);
        var ranks = new double[keys.Length];
        for (var start = 0; start < keys.Length;)
        {
            var end = start + 1;
            while (end < keys.Length && keys[end].CompareTo(keys[start]) == 0)
            {
                end++;
            }

            for (var i = start; i < end; i++)
            {
                // The ranks are start + 1 .. end.
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }

            start = end;
        }

        return ranks;
    }

    /// <summary>Sum of t^3 - t over the groups of t equal ranks, which the tie corrections need.</summary>
    public static double TieSum(IEnumerable<double> ranks) =>
        ranks.GroupBy(rank => rank).Sum(group => Math.Pow(group.Count(), 3) - group.Count());
}
