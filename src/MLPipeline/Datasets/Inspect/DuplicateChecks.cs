namespace MLPipeline.Datasets.Inspect;

/// <summary>Finds photos that occur twice. A photo of the test split that was trained on makes figures look better than they are.</summary>
internal static class DuplicateChecks
{
    /// <summary>Files with the same bytes (SHA-256), in the whole dataset.</summary>
    public static IEnumerable<Finding> Exact(Dataset dataset, IReadOnlyDictionary<Photo, ImageFacts> facts)
    {
        var groups = dataset.Categories.SelectMany(category => category.Photos)
            .Where(photo => facts[photo].Hash is not null && facts[photo].Problem is null)
            .GroupBy(photo => facts[photo].Hash!).Select(group => group.ToList()).Where(group => group.Count > 1);
        foreach (var group in groups)
        {
            var files = group.Select(photo => photo.Id).ToList();
            var categories = group.Select(photo => photo.Category).Distinct().ToList();
            var name = categories.Count == 1 ? categories[0] : "";
            if (group.Select(photo => photo.IsAnomalous).Distinct().Count() > 1)
            {
                yield return new Finding(Severity.Error, name, $"The same photo is called good and bad: {Words.Some(files)}.", "Keep the right one.", files);
            }
            else if (group.Select(photo => photo.Split).Distinct().Count() > 1)
            {
                yield return new Finding(Severity.Error, name, $"The same photo is in more than one split: {Words.Some(files)}.",
                    "Remove it from one of them: what was trained on cannot be tested.", files);
            }
            else
            {
                yield return new Finding(Severity.Warning, name, $"The same photo is there {files.Count} times: {Words.Some(files)}.", "Keep one; copies count double.", files);
            }
        }
    }

    /// <summary>Pairs of unlike bytes and like thumbnails, from training and from the other splits of one category.</summary>
    public static IEnumerable<Finding> Near(
        Category category, IReadOnlyDictionary<Photo, ImageFacts> facts, double distance, ParallelOptions parallel)
    {
        var train = category.Train.Where(photo => facts[photo].Problem is null).ToList();
        var other = category.Photos.Where(photo => photo.Split != Split.Train && facts[photo].Problem is null).ToList();
        var nearest = new (Photo Photo, double Distance)?[other.Count];
        // Every pair is compared, 1,024 numbers each: some seconds for thousands of photos.
        Parallel.For(0, distance < 0 ? 0 : other.Count, parallel, i =>
        {
            var own = facts[other[i]];
            foreach (var photo in train.Where(photo => facts[photo].Hash != own.Hash))
            {
                var d = own.DistanceTo(facts[photo]);
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
}
