namespace MLPipeline.Datasets;

/// <summary>Photos that are copies of one another: the same bytes, or the same picture compressed anew.</summary>
internal static class NearCopies
{
    /// <summary>
    /// The largest distance of two copies' thumbnails (see <see cref="GrayThumbnail"/>). JPEG at quality 60 moves a photo by 0.2 to
    /// 0.4 levels; the most alike photos of products before a fixed camera were 0.6 apart.
    /// </summary>
    private const double Largest = 0.5;

    /// <summary>Where a scene hardly changes, a copy must be so many times closer than two photos usually are.</summary>
    private const double Closer = 8;

    /// <summary>So many pairs tell how far apart two photos usually are.</summary>
    private const int UsualPairs = 2000;

    /// <summary>The group of each photo, from 0 in order of appearance; one that cannot be read is on its own.</summary>
    public static int[] Groups(IReadOnlyList<string> paths, PhotoLedger ledger, CancellationToken cancel)
    {
        var thumbnails = new GrayThumbnail?[paths.Count];
        Parallel.For(0, paths.Count, new ParallelOptions { CancellationToken = cancel }, i => thumbnails[i] = GrayThumbnail.Read(paths[i], ledger));
        return Groups(thumbnails, cancel);
    }

    /// <summary>The same from thumbnails; a photo without one is on its own.</summary>
    public static int[] Groups(GrayThumbnail?[] thumbnails, CancellationToken cancel)
    {
        var readable = Enumerable.Range(0, thumbnails.Length).Where(i => thumbnails[i] is not null).ToArray();
        var limit = Math.Min(Largest, Usual(thumbnails, readable) / Closer);
        var parents = Enumerable.Range(0, thumbnails.Length).ToArray();
        var near = new List<int>[readable.Length];
        Parallel.For(0, readable.Length, new ParallelOptions { CancellationToken = cancel }, i =>
            near[i] = [.. Enumerable.Range(i + 1, readable.Length - i - 1)
                .Where(j => thumbnails[readable[i]]!.DistanceTo(thumbnails[readable[j]]!) <= limit)]);
        for (var i = 0; i < readable.Length; i++)
        {
            foreach (var j in near[i])
            {
                parents[Root(parents, readable[j])] = Root(parents, readable[i]);
            }
        }

        return [.. PhotoGroups.OfNames([.. parents.Select((_, i) => $"{Root(parents, i)}")]).Numbers];
    }

    private static int Root(int[] parents, int photo)
    {
        while (parents[photo] != photo)
        {
            photo = parents[photo] = parents[parents[photo]];
        }

        return photo;
    }

    /// <summary>The median distance of two photos, from a sample of pairs.</summary>
    private static double Usual(GrayThumbnail?[] thumbnails, int[] readable)
    {
        var random = new Random(1);
        double[] distances = [.. Enumerable.Range(0, readable.Length < 2 ? 0 : UsualPairs).Select(_ =>
        {
            var first = random.Next(readable.Length);
            var second = (first + 1 + random.Next(readable.Length - 1)) % readable.Length;
            return thumbnails[readable[first]]!.DistanceTo(thumbnails[readable[second]]!);
        }).Order()];
        return distances.Length == 0 ? 0 : distances[distances.Length / 2];
    }
}
