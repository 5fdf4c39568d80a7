using MLPipeline.Datasets;
using MLPipeline.Jobs;
using MLPipeline.Reports;
using MLPipeline.Scores;
using MLPipeline.Tests.Datasets;
using SkiaSharp;

namespace MLPipeline.Tests.Reports;

/// <summary>Results of categories that no model had to be trained for: drawn scores, small drawn photos, and maps.</summary>
internal static class MadeResults
{
    public const float Threshold = 4;

    /// <summary>A category whose anomalous photos score higher by <paramref name="shift"/>.</summary>
    public static CategoryResult Category(TempFolder folder, string name, double shift, int seed = 1, bool withMaps = true, bool withAnomalies = true)
    {
        var random = new Random(seed);
        var photos = new List<ScoredPhoto>();
        for (var i = 0; i < 24; i++)
        {
            Add("good", i, random.NextDouble() + random.NextDouble() + 2);
        }

        for (var i = 0; withAnomalies && i < 30; i++)
        {
            Add(i % 2 == 0 ? "scratch" : "dent", i, random.NextDouble() + random.NextDouble() + 2 + shift);
        }

        float[] scores = [.. photos.Select(p => p.Score)];
        bool[] labels = [.. photos.Select(p => p.Photo.IsAnomalous)];
        var worst = WorstPhotos.Good(photos).Concat(WorstPhotos.Anomalous(photos));
        ScoredPhoto[] outOfFold = [.. Enumerable.Range(0, 40).Select(i => new ScoredPhoto(photos[0].Photo, 2 + (i * 0.05f), false))];
        return new()
        {
            Category = name,
            TrainGood = 40,
            Test = photos,
            Unreadable = [],
            OutOfFold = outOfFold,
            Threshold = Threshold,
            Thresholds = ThresholdComparison.Of(new(), [.. outOfFold.Select(p => p.Score)]),
            Figures = CategoryFigures.Of(photos, Threshold),
            Pixels = null,
            Maps = withMaps
                ? worst.ToDictionary(p => p.Photo.Id, _ => new PhotoMap([1, 2, 3, 9], 2, 2, new(32, 32), new MapScale(2, 4)))
                : new Dictionary<string, PhotoMap>(),
            Phases = [new("featurize", 1.5, 94), new("fit", 0.25, 40)],
            ModelBytes = 1_500_000,
        };

        void Add(string defect, int number, double score)
        {
            var id = $"{name}/test/{defect}/{number:000}.png";
            var path = folder.Image(id, 24, 16, (x, y) => new SKColor((byte)(x * 9), (byte)(y * 14), (byte)(number * 7)));
            photos.Add(new(new Photo(id, path, name, Split.Test, defect != "good", defect), (float)score, score > Threshold));
        }
    }

    /// <summary>Writes the tables of a run as <see cref="Run"/> does.</summary>
    public static string WriteRun(TempFolder folder, string run, params CategoryResult[] results)
    {
        foreach (var result in results)
        {
            RunWriter.WriteScores(folder[run], result);
        }

        RunWriter.WriteCategories(folder[run], results);
        return folder[run];
    }
}
