using Microsoft.ML.Data;
using MLPipeline.Compute;
using MLPipeline.Datasets;
using MLPipeline.Featurization;

namespace MLPipeline.Models;

/// <summary>Scores photos by path with a model that was read from its zip, on all cores.</summary>
public static class Predictor
{
    /// <summary>Scores photos. One that cannot be read costs nothing else: its prediction carries the error.</summary>
    /// <param name="model">The model.</param>
    /// <param name="paths">The photos.</param>
    /// <param name="withMaps">Whether to keep the anomaly maps; ignored by a model that has none.</param>
    /// <param name="advance">Called after each photo, from several threads.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <param name="ledger">The facts of the photos; null reads them with the usual limit of size.</param>
    /// <exception cref="InvalidOperationException">The model takes photos in memory instead of paths.</exception>
    /// <returns>One prediction per path, in order.</returns>
    public static Prediction[] Predict(
        LoadedModel model, IReadOnlyList<string> paths, bool withMaps = false, Action? advance = null, CancellationToken cancel = default,
        PhotoLedger? ledger = null)
    {
        var predictions = new Prediction[paths.Count];
        Predict(
            model, paths, withMaps,
            (photo, prediction) =>
            {
                predictions[photo] = prediction;
                advance?.Invoke();
            },
            cancel,
            ledger);
        return predictions;
    }

    /// <summary>Scores photos and hands on each prediction when it is there; otherwise as above.</summary>
    /// <param name="model">The model.</param>
    /// <param name="paths">The photos.</param>
    /// <param name="withMaps">Whether to give the anomaly maps.</param>
    /// <param name="done">Receives the place of each photo in <paramref name="paths"/> and its prediction, in any order and from several threads.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <param name="ledger">The facts of the photos; null reads them with the usual limit of size.</param>
    /// <exception cref="InvalidOperationException">The model takes photos in memory instead of paths.</exception>
    public static void Predict(
        LoadedModel model, IReadOnlyList<string> paths, bool withMaps, Action<int, Prediction> done, CancellationToken cancel = default,
        PhotoLedger? ledger = null)
    {
        if (model.Parts[0] is not ImageLoadingTransformer)
        {
            throw new InvalidOperationException(
                "This model takes photos in memory (it is the form for services). To score files, use the model.zip of the run.");
        }

        ledger ??= new();
        withMaps &= model.Metadata.MapRows > 0;
        var kinds = model.Metadata.KnownDefects?.HintKinds ?? [];
        string[] columns =
        [
            ColumnNames.Score, ColumnNames.PredictedLabel,
            .. kinds.Count > 0 ? [ColumnNames.KindSimilarity] : Array.Empty<string>(),
            .. withMaps ? [ColumnNames.AnomalyMap] : Array.Empty<string>(),
        ];
        var form = model.Metadata.TrainingPhotos;
        var handedOn = new bool[paths.Count];
        ParallelRows.Run(
            model.Transformer,
            paths.Count,
            rows => model.Context.Data.LoadFromEnumerable(rows.Where(IsReadable).Select(r => new PathRow { ImagePath = paths[r], Row = r })),
            columns,
            (row, values) =>
            {
                var score = values(0)[0];
                handedOn[row] = true;
                done(row, new(paths[row], score, values(1)[0] > 0, withMaps ? values(columns.Length - 1).ToArray() : null, null, form?.Unlike(ledger[paths[row]]))
                {
                    Similar = kinds.Count > 0 ? KindHint.Of(kinds, values(2)) : null,
                });
            },
            (row, error) =>
            {
                // What the receiver throws is no fault of the photo.
                if (handedOn[row])
                {
                    return false;
                }

                done(row, new(paths[row], null, null, null, PhotoError.Describe(error)));
                return true;
            },
            cancel);

        // The loader takes half a photo for a whole one, and opens whatever has a name.
        bool IsReadable(int row)
        {
            if (ledger[paths[row]].Problem is not { } problem)
            {
                return true;
            }

            handedOn[row] = true;
            done(row, new(paths[row], null, null, null, problem));
            return false;
        }
    }
}

/// <summary>What a model says of one photo.</summary>
/// <param name="Path">The photo.</param>
/// <param name="Score">Higher is more anomalous; null if the photo could not be read.</param>
/// <param name="IsAnomalous">Whether the score is above the threshold; null if the photo could not be read.</param>
/// <param name="Map">The score of each grid position, row by row, if asked for and the model has a map.</param>
/// <param name="Error">Why the photo could not be read.</param>
/// <param name="Unlike">How its form differs from that of the model's training photos, see <see cref="PhotoForm.Unlike"/>; null where it does not, or the model does not say.</param>
public sealed record Prediction(string Path, float? Score, bool? IsAnomalous, float[]? Map, string? Error, string? Unlike = null)
{
    /// <summary>The known kind of defect that the photo's most anomalous cells deviate like; a hint, never a verdict. Null where too few are known.</summary>
    public KindHint? Similar { get; init; }
}
