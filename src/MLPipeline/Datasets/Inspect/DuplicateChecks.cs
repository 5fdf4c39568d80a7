using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>Finds photos that occur twice. A photo of the test split that was trained on makes figures look better than they are.</summary>
internal static class DuplicateChecks
{
    private enum Kind
    {
        Copy,
        Split,
        Label,
    }

    /// <summary>Files with the same bytes (SHA-256).</summary>
    /// <param name="photos">Photos of one or more categories.</param>
    /// <param name="ledger">Their facts.</param>
    public static IEnumerable<Finding> Exact(IEnumerable<Photo> photos, PhotoLedger ledger)
    {
        var groups = photos.Where(photo => ledger[photo.Path].Problem is null)
            .GroupBy(photo => ledger[photo.Path].Sha256).Select(group => group.ToList()).Where(group => group.Count > 1);

        // One finding per category and kind of trouble, however many photos it concerns.
        return groups.GroupBy(group => (Category: CategoryOf(group), Kind: KindOf(group))).Select(same =>
        {
            var files = same.SelectMany(group => group.Select(photo => photo.Id)).ToList();
            var examples = Words.Some(same.Select(group => string.Join(" = ", group.Take(3).Select(photo => photo.Id))).ToList(), 2);
            return same.Key.Kind switch
            {
                Kind.Label => new Finding(Severity.Error, same.Key.Category, $"{same.Count()} photo(s) are called good and bad: {examples}.", "Keep the right one of each.", files),
                Kind.Split => new Finding(Severity.Error, same.Key.Category, $"{same.Count()} photo(s) are in more than one split: {examples}.",
                    "Remove each from one of them: what was trained on cannot be tested.", files),
                _ => new Finding(Severity.Warning, same.Key.Category, $"{same.Count()} photo(s) are there more than once: {examples}.",
                    "Keep one of each: copies count double, and a threshold from held-out photos comes out too low.", files),
            };
        });
    }

    /// <summary>Pairs of unlike bytes and like thumbnails, from training and from the other splits of one category.</summary>
    public static IEnumerable<Finding> Near(
        Category category, IReadOnlyDictionary<string, GrayThumbnail> thumbnails, double distance, ParallelOptions parallel)
    {
        var train = category.Train.Where(photo => thumbnails.ContainsKey(photo.Path)).ToList();
        var other = category.Photos.Where(photo => photo.Split != Split.Train && thumbnails.ContainsKey(photo.Path)).ToList();
        var nearest = new (Photo Photo, double Distance)?[other.Count];

        // Every pair is compared, 1,024 numbers each: some seconds for thousands of photos.
        Parallel.For(0, distance < 0 ? 0 : other.Count, parallel, i =>
        {
            var (own, hash) = (thumbnails[other[i].Path], category.Ledger[other[i].Path].Sha256);
            foreach (var photo in train.Where(photo => category.Ledger[photo.Path].Sha256 != hash))
            {
                var d = own.DistanceTo(thumbnails[photo.Path]);
                if (d <= distance && (nearest[i] is not { } best || d < best.Distance))
                {
                    nearest[i] = (photo, d);
                }
            }
        });
        var pairs = other.Zip(nearest).Where(pair => pair.Second is not null)
            .Select(pair => (Other: pair.First.Id, Train: pair.Second!.Value.Photo.Id, pair.Second.Value.Distance)).ToList();
        if (pairs.Count > 0)
        {
            var closest = pairs.MinBy(pair => pair.Distance);
            yield return new Finding(
                Severity.Warning,
                category.Name,
                FormattableString.Invariant($"{pairs.Count} photo(s) outside the train split look like one in it (closest: {closest.Other} and {closest.Train}, {closest.Distance:0.00} of 255 levels apart)."),
                "Look at the pairs: copies, or shots of one product taken twice, belong into one split.",
                [.. pairs.SelectMany(pair => new[] { pair.Other, pair.Train })]);
        }
    }

    private static Kind KindOf(List<Photo> group) =>
        group.Select(photo => photo.IsAnomalous).Distinct().Count() > 1 ? Kind.Label
        : group.Select(photo => photo.Split).Distinct().Count() > 1 ? Kind.Split : Kind.Copy;

    // Empty where a photo is in two categories.
    private static string CategoryOf(List<Photo> group) =>
        group.Select(photo => photo.Category).Distinct().Count() == 1 ? group[0].Category : "";
}
