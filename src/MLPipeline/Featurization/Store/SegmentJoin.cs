using System.Numerics;

namespace MLPipeline.Featurization;

/// <summary>
/// Keeps the files of a layer few: as soon as four hold about equally many records, they become one. So there are at most
/// three per power of four, and a record is copied a few times in all, however many runs add a photo each.
/// </summary>
/// <remarks>The scheme of log-structured merge trees with size-tiered levels (O'Neil et al. 1996).</remarks>
internal static class SegmentJoin
{
    private const int Fan = 4;

    /// <summary>Joins until there is nothing to join. Safe beside other processes: at worst a record is there twice.</summary>
    /// <returns>Whether files were joined, so that the listing must be read again.</returns>
    public static bool Run(string folder, int length, long seed)
    {
        var joined = false;
        try
        {
            while (Next(folder, length, seed) is { } group)
            {
                Join(folder, length, seed, group);
                joined = true;
            }
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            // Another process joins the same files.
            joined = true;
        }

        return joined;
    }

    private static List<FeatureSegment>? Next(string folder, int length, long seed) => Directory.GetFiles(folder, "*" + FeatureSegment.Extension)
        .Select(path => FeatureSegment.TryOpen(path, length, seed))
        .OfType<FeatureSegment>()
        .GroupBy(s => BitOperations.Log2((uint)s.Hashes.Count) / BitOperations.Log2(Fan))
        .FirstOrDefault(g => g.Count() >= Fan)?.ToList();

    private static void Join(string folder, int length, long seed, List<FeatureSegment> group)
    {
        using (var writer = new FeatureSegment.Writer(folder, seed))
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var values = new float[length];
            foreach (var segment in group)
            {
                for (var i = 0; i < segment.Hashes.Count; i++)
                {
                    // What is damaged is not carried on.
                    if (!seen.Contains(segment.Hashes[i]) && segment.TryRead(i, values))
                    {
                        seen.Add(segment.Hashes[i]);
                        writer.Add(segment.Hashes[i], values);
                    }
                }
            }

            writer.Commit();
        }

        group.ForEach(s => File.Delete(s.Path));
    }
}
