using System.Collections.Concurrent;
using MLPipeline.Datasets;
using MLPipeline.Featurization;

namespace MLPipeline.Scores;

/// <summary>Holds the anomaly maps of the test photos against their masks, at the size of each photo.</summary>
internal static class PixelEvaluation
{
    /// <summary>
    /// The pixel metrics over all good test photos and those anomalous ones that have a mask; null if none has.
    /// </summary>
    public static PixelMetrics? Evaluate(
        IReadOnlyList<Photo> photos, PhotoLedger ledger, IReadOnlyList<float[]?> maps, int rows, int columns, InputSize input)
    {
        if (rows == 0 || !photos.Any(p => p.MaskPath is not null))
        {
            return null;
        }

        var scalers = new ConcurrentDictionary<(int Width, int Height), MapScaler>();
        var total = new PixelEvaluator();
        var gate = new Lock();
        Parallel.For(
            0,
            photos.Count,
            () => new PixelEvaluator(),
            (i, _, evaluator) =>
            {
                var photo = photos[i];
                if ((!photo.IsAnomalous || photo.MaskPath is not null) && ledger[photo.Path] is { Problem: null, Width: var width, Height: var height } facts)
                {
                    var scaler = scalers.GetOrAdd(
                        (width, height), s => new(rows, columns, input, s.Width, s.Height));
                    var mask = photo.MaskPath is null ? [] : Masks.Load(photo.MaskPath, facts, width, height);
                    evaluator.Add(scaler.Scale(maps[i]!), mask, width, height, photo.Id);
                }

                return evaluator;
            },
            evaluator =>
            {
                lock (gate)
                {
                    total.Merge(evaluator);
                }
            });
        return total.Evaluate();
    }
}
