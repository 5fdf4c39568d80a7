using System.Globalization;
using System.Text.Json;
using MLPipeline.Datasets;

namespace MLPipeline.Reports;

/// <summary>Reads the <c>scores.csv</c> of a run.</summary>
public static class ScoresFile
{
    /// <summary>Reads all rows.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DatasetException">A column is missing.</exception>
    /// <exception cref="InvalidDataException">A value is no number; the message names the line.</exception>
    public static IReadOnlyList<ScoreRow> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no file {path}. A run writes {RunFiles.Scores} into each category's folder.", path);
        }

        var table = ListFile.Read(path, "path", "defect", "label", "score", "predicted");
        // Runs of earlier versions do not have it.
        var hasHash = table.Columns.Contains("sha256");
        return [.. table.Rows.Select(row =>
        {
            var text = table.Value(row.Fields, "score");
            return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && float.IsFinite(score)
                ? new ScoreRow(
                    table.Value(row.Fields, "path"), table.Value(row.Fields, "defect"),
                    table.Value(row.Fields, "label") == "1", score, table.Value(row.Fields, "predicted") == "1",
                    hasHash && table.Value(row.Fields, "sha256") is { Length: > 0 } hash ? hash : null)
                : throw new InvalidDataException($"{path}, line {row.Line}: the score '{text}' is not a finite number.");
        })];
    }

    /// <summary>The folder that the paths of a <c>scores.csv</c> are relative to, from the <c>run.json</c> above it; null without one.</summary>
    public static string? DataFolderOf(string scoresPath)
    {
        var runFolder = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(scoresPath)));
        var record = runFolder is null ? null : Path.Combine(runFolder, RunFiles.Record);
        if (record is null || !File.Exists(record))
        {
            return null;
        }

        using var document = JsonDocument.Parse(File.ReadAllText(record));
        return document.RootElement.TryGetProperty("dataset", out var dataset) && dataset.TryGetProperty("root", out var root)
            ? root.GetString()
            : null;
    }
}

/// <summary>One row of <c>scores.csv</c>.</summary>
/// <param name="Path">The photo, relative to the dataset's folder.</param>
/// <param name="Defect">The kind of defect, or <c>good</c>.</param>
/// <param name="IsAnomalous">The label.</param>
/// <param name="Score">Higher is more anomalous.</param>
/// <param name="Predicted">Whether the score is above the threshold.</param>
/// <param name="Sha256">SHA-256 of the photo's file in lower-case hexadecimal; null where the table does not say.</param>
public sealed record ScoreRow(string Path, string Defect, bool IsAnomalous, float Score, bool Predicted, string? Sha256 = null);
