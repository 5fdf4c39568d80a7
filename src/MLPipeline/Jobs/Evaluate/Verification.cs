using MLPipeline.Datasets;
using MLPipeline.Models;
using MLPipeline.Reports;

namespace MLPipeline.Jobs;

/// <summary>Holds a model against scores that were written when it was trained: does the zip say the same?</summary>
public sealed record Verification
{
    /// <summary>The largest relative difference that counts as the same.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Number of photos compared.</summary>
    public required int Photos { get; init; }

    /// <summary>The largest |new - old| / max(|old|, 1e-6).</summary>
    public required double LargestDifference { get; init; }

    /// <summary>The photo with the largest difference.</summary>
    public required string WorstPhoto { get; init; }

    /// <summary>Photos whose label changed.</summary>
    public required int LabelsChanged { get; init; }

    /// <summary>Whether no score moved by more than <see cref="Tolerance"/> and no label changed.</summary>
    public bool Passed => LargestDifference <= Tolerance && LabelsChanged == 0;

    /// <summary>Scores the photos of a <c>scores.csv</c> again.</summary>
    /// <param name="model">The model.</param>
    /// <param name="scoresPath">The file, as a run writes it.</param>
    /// <param name="dataFolder">The folder that its paths are relative to.</param>
    /// <param name="advance">Called after each photo.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <param name="ledger">The facts of the photos; null reads them with the usual limit of size.</param>
    /// <exception cref="InvalidDataException">The file has no rows or other columns, or a photo cannot be read.</exception>
    public static Verification Of(
        LoadedModel model, string scoresPath, string dataFolder, Action? advance = null, CancellationToken cancel = default,
        PhotoLedger? ledger = null)
    {
        var rows = ScoresFile.Read(scoresPath);
        if (rows.Count == 0)
        {
            throw new InvalidDataException($"{scoresPath} has no rows: there is nothing to compare.");
        }

        var paths = rows.Select(r => Path.Combine(dataFolder, r.Path)).ToArray();
        var predictions = Predictor.Predict(model, paths, advance: advance, cancel: cancel, ledger: ledger);
        if (predictions.FirstOrDefault(p => p.Error is not null) is { } failed)
        {
            throw new InvalidDataException(
                $"{failed.Path}: {failed.Error}. The paths of {scoresPath} are relative to the dataset: name its folder.");
        }

        var differences = rows.Select((r, i) => Difference(predictions[i].Score!.Value, r.Score)).ToArray();
        var worst = Array.IndexOf(differences, differences.Max());
        return new()
        {
            Photos = rows.Count,
            LargestDifference = differences[worst],
            WorstPhoto = rows[worst].Path,
            LabelsChanged = rows.Where((r, i) => r.Predicted != predictions[i].IsAnomalous).Count(),
        };
    }

    // A score that is not a number is no score at all, and as far away as can be: a maximum would pass over it.
    private static double Difference(float now, float then) =>
        Math.Abs(now - then) / Math.Max(Math.Abs(then), 1e-6) is var difference && double.IsNaN(difference) ? double.PositiveInfinity : difference;
}
