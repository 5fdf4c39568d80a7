using MLPipeline.Featurization;
using MLPipeline.Training;

namespace MLPipeline.Runs;

/// <summary>The anomaly map of a photo, on the detector's grid.</summary>
/// <param name="Values">The score of each position, row by row.</param>
/// <param name="Rows">Rows of the grid.</param>
/// <param name="Columns">Columns of the grid.</param>
/// <param name="Input">The size that the photo was resized to, padding included.</param>
public sealed record PhotoMap(float[] Values, int Rows, int Columns, InputSize Input)
{
    /// <summary>The maps of the photos that a report shows (see <see cref="WorstPhotos"/>), by id; the other maps would fill the memory.</summary>
    internal static IReadOnlyDictionary<string, PhotoMap> OfWorst(
        IReadOnlyList<ScoredPhoto> photos, IReadOnlyList<PhotoScore> scores, int rows, int columns, InputSize input)
    {
        var shown = WorstPhotos.Good(photos).Concat(WorstPhotos.Anomalous(photos)).Select(p => p.Photo.Id).ToHashSet();
        return photos.Zip(scores)
            .Where(pair => pair.Second.Map is not null && shown.Contains(pair.First.Photo.Id))
            .ToDictionary(pair => pair.First.Photo.Id, pair => new PhotoMap(pair.Second.Map!, rows, columns, input));
    }
}
