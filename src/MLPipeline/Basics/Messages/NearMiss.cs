namespace MLPipeline.Basics;

/// <summary>Finds what the user may have meant by a word that is not known.</summary>
internal static class NearMiss
{
    /// <summary>A sentence to append to a message, such as <c> Did you mean 'rank'?</c>, or nothing where no candidate is near.</summary>
    /// <param name="given">The word that is not known.</param>
    /// <param name="candidates">The words that are.</param>
    public static string Hint(string given, IEnumerable<string> candidates)
    {
        var nearest = candidates
            .Select(c => (Word: c, Distance: Distance(given.ToLowerInvariant(), c.ToLowerInvariant())))
            .OrderBy(c => c.Distance)
            .FirstOrDefault((Word: "", Distance: int.MaxValue));
        return nearest.Distance <= Math.Max(1, nearest.Word.Length / 3) ? $" Did you mean '{nearest.Word}'?" : "";
    }

    // Damerau-Levenshtein distance (optimal string alignment): two neighbours that changed places are one step.
    private static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                var replace = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replace, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], 1 + cost[i - 2, j - 2]);
                }
            }
        }

        return cost[a.Length, b.Length];
    }
}
