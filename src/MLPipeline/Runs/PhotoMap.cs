using MLPipeline.Featurization;
using MLPipeline.Maps;

namespace MLPipeline.Runs;

/// <summary>The anomaly map of a photo, on the detector's grid.</summary>
/// <param name="Values">The score of each position, row by row.</param>
/// <param name="Rows">Rows of the grid.</param>
/// <param name="Columns">Columns of the grid.</param>
/// <param name="Input">The size that the photo was resized to, padding included.</param>
/// <param name="Scale">The model's scale of heat maps.</param>
public sealed record PhotoMap(float[] Values, int Rows, int Columns, InputSize Input, MapScale Scale)
{
    /// <summary>The maps of the photos that a report shows (see <see cref="WorstPhotos"/>), by id; the other maps would fill the memory.</summary>
    internal static IReadOnlyDictionary<string, PhotoMap> OfWorst(
        IReadOnlyList<ScoredPhoto> photos, IReadOnlyList<float[]?> maps, int rows, int columns, InputSize input, MapScale? scale)
    {
        if (scale is null)
        {
            return new Dictionary<string, PhotoMap>();
        }

        var shown = WorstPhotos.Good(photos).Concat(WorstPhotos.Anomalous(photos)).Select(p => p.Photo.Id).ToHashSet();
        return photos.Zip(maps)
            .Where(pair => pair.Second is not null && shown.Contains(pair.First.Photo.Id))
            .ToDictionary(pair => pair.First.Photo.Id, pair => new PhotoMap(pair.Second!, rows, columns, input, scale));
    }
}
