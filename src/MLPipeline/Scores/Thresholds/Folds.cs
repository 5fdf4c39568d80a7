namespace MLPipeline.Scores;

/// <summary>Assigns photos to the folds of a cross-fitting.</summary>
public static class Folds
{
    /// <summary>
    /// A fold number for each of <paramref name="count"/> photos, drawn at random and as equal in size as possible.
    /// There are never more folds than photos.
    /// </summary>
    public static int[] Assign(int count, int folds, int seed) => Assign([.. Enumerable.Range(0, count)], folds, seed);

    /// <summary>
    /// A fold number for each photo, so that no group is divided: the groups are drawn at random, larger ones first, each into the fold
    /// that has the fewest photos so far. There are never more folds than groups.
    /// </summary>
    /// <param name="groups">The group of each photo: those of one number stay together.</param>
    /// <param name="folds">The most folds, at least one.</param>
    /// <param name="seed">Seed of the drawing.</param>
    public static int[] Assign(IReadOnlyList<int> groups, int folds, int seed)
    {
        var members = Enumerable.Range(0, groups.Count).GroupBy(i => groups[i]).Select(g => g.ToArray()).ToArray();
        new Random(seed).Shuffle(members);
        var sizes = new int[Math.Max(1, Math.Min(folds, members.Length))];
        var result = new int[groups.Count];
        foreach (var group in members.OrderByDescending(g => g.Length))
        {
            var fold = Array.IndexOf(sizes, sizes.Min());
            sizes[fold] += group.Length;
            foreach (var photo in group)
            {
                result[photo] = fold;
            }
        }

        return result;
    }
}
