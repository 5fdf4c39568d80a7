using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>Finds training photos that belong together: where such photos are held out one by one, their like gives them away.</summary>
internal static class GroupChecks
{
    /// <summary>Training photos that are copies of one another but not byte for byte.</summary>
    public static IEnumerable<Finding> Copies(Category category, IReadOnlyDictionary<string, GrayThumbnail> thumbnails, CancellationToken cancel)
    {
        Photo[] photos = [.. category.Train.Where(p => thumbnails.ContainsKey(p.Path)).DistinctBy(p => category.Ledger[p.Path].Sha256)];
        var numbers = NearCopies.Groups([.. photos.Select(p => thumbnails[p.Path])], cancel);
        var groups = photos.Select((p, i) => (Photo: p, Number: numbers[i])).GroupBy(p => p.Number, p => p.Photo.Id).Where(g => g.Count() > 1).Select(g => g.ToList()).ToList();
        if (groups.Count > 0)
        {
            yield return new Finding(
                Severity.Warning,
                category.Name,
                $"{groups.Sum(g => g.Count)} training photos are {groups.Count} in copies that were compressed anew: {Words.Some([.. groups.Select(g => string.Join(" = ", g.Take(3)))], 2)}.",
                "Keep one of each. A run keeps them together where it holds photos out (groups: auto), but they teach nothing new.",
                [.. groups.SelectMany(g => g)]);
        }
    }

    /// <summary>Parts of the file names that may name such photos.</summary>
    public static IEnumerable<Finding> Names(Category category) => NameField.Of([.. category.Train]).Select(field => new Finding(
        Severity.Info,
        category.Name,
        $"the names of the training photos share a field with {field.Values.Count} values of about equal frequency: {Words.Some([.. field.Values])}.",
        $"If photos of one value belong together (one part, one tray, one position, one session), write groups: '{field.Pattern}' into the pipeline file, or the threshold promises too much.",
        []));
}
