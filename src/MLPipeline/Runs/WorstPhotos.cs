namespace MLPipeline.Runs;

/// <summary>The photos that a model is most wrong about, or nearest to being wrong: what a report shows as pictures.</summary>
public static class WorstPhotos
{
    /// <summary>Photos of each kind.</summary>
    public const int Count = 10;

    /// <summary>The good photos with the highest scores, highest first. Those above the threshold are false alarms.</summary>
    public static IReadOnlyList<ScoredPhoto> Good(IEnumerable<ScoredPhoto> photos) =>
        [.. photos.Where(p => !p.Photo.IsAnomalous).OrderByDescending(p => p.Score).ThenBy(p => p.Photo.Id, StringComparer.Ordinal).Take(Count)];

    /// <summary>The anomalous photos with the lowest scores, lowest first. Those not above the threshold are misses.</summary>
    public static IReadOnlyList<ScoredPhoto> Anomalous(IEnumerable<ScoredPhoto> photos) =>
        [.. photos.Where(p => p.Photo.IsAnomalous).OrderBy(p => p.Score).ThenBy(p => p.Photo.Id, StringComparer.Ordinal).Take(Count)];
}
