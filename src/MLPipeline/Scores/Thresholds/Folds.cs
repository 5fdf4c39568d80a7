namespace MLPipeline.Scores;

/// <summary>Assigns photos to the folds of a cross-fitting.</summary>
public static class Folds
{
    /// <summary>
    /// A fold number for each of <paramref name="count"/> photos, drawn at random and as equal in size as possible.
    /// There are never more folds than photos.
    /// </summary>
    public static int[] Assign(int count, int folds, int seed)
    {
        var order = Enumerable.Range(0, count).ToArray();
        new Random(seed).Shuffle(order);
        var result = new int[count];
        for (var i = 0; i < count; i++)
        {
            result[order[i]] = i % Math.Min(folds, count);
        }

        return result;
    }
}
