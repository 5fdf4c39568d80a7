using MLPipeline.Featurization;
using MLPipeline.Scores;

namespace MLPipeline.Reports;

/// <summary>The photos that a model is most wrong about, or nearest to being wrong: what a report shows as pictures.</summary>
internal static class WorstPhotos
{
    /// <summary>Photos of each kind.</summary>
    public const int Count = 10;

    /// <summary>The good photos with the highest scores, highest first. Those above the threshold are false alarms.</summary>
    public static IReadOnlyList<ScoredPhoto> Good(IEnumerable<ScoredPhoto> photos) =>
        [.. photos.Where(p => !p.Photo.IsAnomalous).OrderByDescending(p => p.Score).ThenBy(p => p.Photo.Id, StringComparer.Ordinal).Take(Count)];

    /// <summary>The anomalous photos with the lowest scores, lowest first. Those not above the threshold are misses.</summary>
    public static IReadOnlyList<ScoredPhoto> Anomalous(IEnumerable<ScoredPhoto> photos) =>
        [.. photos.Where(p => p.Photo.IsAnomalous).OrderBy(p => p.Score).ThenBy(p => p.Photo.Id, StringComparer.Ordinal).Take(Count)];

    /// <summary>The maps of these photos by id; the maps of all would fill the memory.</summary>
    internal static IReadOnlyDictionary<string, PhotoMap> Maps(
        IReadOnlyList<ScoredPhoto> photos, IReadOnlyList<float[]?> maps, int rows, int columns, InputSize input, MapScale? scale)
    {
        if (scale is null)
        {
            return new Dictionary<string, PhotoMap>();
        }

        var shown = Good(photos).Concat(Anomalous(photos)).Select(p => p.Photo.Id).ToHashSet();
        return photos.Zip(maps)
            .Where(pair => pair.Second is not null && shown.Contains(pair.First.Photo.Id))
            .ToDictionary(pair => pair.First.Photo.Id, pair => new PhotoMap(pair.Second!, rows, columns, input, scale));
    }
}
