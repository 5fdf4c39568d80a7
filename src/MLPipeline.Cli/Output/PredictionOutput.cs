using System.Globalization;
using System.Text.Json.Nodes;
using MLPipeline.Basics;
using MLPipeline.Models;

namespace MLPipeline.Cli;

/// <summary>
/// Prints what a model says of photos: as CSV, as JSON lines or as a table. Each row is printed when it is known, so that what comes
/// later cannot take it away; on a terminal rows wait for the end, where no progress is drawn between them.
/// </summary>
internal sealed class PredictionOutput
{
    private const string Gap = "  ";
    private const int ScoreWidth = 12;

    private readonly Shell _shell;
    private readonly string _format;
    private readonly bool _waits;
    private readonly bool _hints;
    private readonly int _pathWidth;
    private readonly List<PredictionRow> _rows = [];

    /// <summary>Begins, with the header of the format.</summary>
    /// <param name="shell">Where to.</param>
    /// <param name="format">table, csv or jsonl.</param>
    /// <param name="photos">The photos, for the width of the table.</param>
    /// <param name="hints">Whether the model tells the most similar kind of known defect.</param>
    public PredictionOutput(Shell shell, string format, IReadOnlyList<string> photos, bool hints = false)
    {
        (_shell, _format, _hints) = (shell, format, hints);
        _waits = shell.Output.Profile.Out.IsTerminal;
        _pathWidth = Math.Max("photo".Length, photos.Count == 0 ? 0 : photos.Max(Tables.Width));
        if (!_waits)
        {
            Header();
        }
    }

    public void Add(PredictionRow row)
    {
        _rows.Add(row);
        if (!_waits)
        {
            Print(row);
        }
    }

    /// <summary>Prints what has waited.</summary>
    public void End()
    {
        if (!_waits)
        {
            return;
        }

        if (_format == "table")
        {
            Tables.Write(_shell.Output, ["photo", "score", "verdict"], [.. _rows.Select(r => (IReadOnlyList<string>)[r.Prediction.Path, Score(r), Verdict(r)])]);
            return;
        }

        Header();
        _rows.ForEach(Print);
    }

    private void Header()
    {
        if (_format == "csv")
        {
            _shell.Writer.WriteLine("path,score,predicted,error,map,unlike" + (_hints ? ",similar_kind,similarity" : ""));
        }
        else if (_format == "table")
        {
            Line("photo", "score", "verdict");
            Line(new('-', _pathWidth), new('-', ScoreWidth), "---------");
        }
    }

    private void Print(PredictionRow row)
    {
        var p = row.Prediction;
        switch (_format)
        {
            case "table":
                Line(p.Path, Score(row), Verdict(row));
                break;
            case "csv":
                int? predicted = p.IsAnomalous is { } anomalous ? anomalous ? 1 : 0 : null;
                _shell.Writer.WriteLine(CsvFile.Line([p.Path, p.Score, predicted, row.Error, row.Map, p.Unlike, .. _hints ? new object?[] { p.Similar?.Kind, p.Similar?.Similarity } : []]));
                break;
            default:
                var line = new JsonObject
                {
                    ["path"] = p.Path,
                    ["score"] = p.Score,
                    ["anomalous"] = p.IsAnomalous,
                    ["error"] = row.Error,
                    ["map"] = row.Map,
                    ["unlike"] = p.Unlike,
                };
                if (p.Similar is { } similar)
                {
                    line["similar_kind"] = similar.Kind;
                    line["similarity"] = similar.Similarity;
                }

                _shell.Writer.WriteLine(line.ToJsonString());
                break;
        }
    }

    private void Line(string photo, string score, string verdict) =>
        _shell.Writer.WriteLine($"{photo}{new string(' ', Math.Max(0, _pathWidth - Tables.Width(photo)))}{Gap}{score.PadLeft(ScoreWidth)}{Gap}{verdict}".TrimEnd());

    private static string Score(PredictionRow row) => row.Prediction.Score?.ToString("G6", CultureInfo.InvariantCulture) ?? "";

    private static string Verdict(PredictionRow row)
    {
        var verdict = row.Prediction.IsAnomalous switch { true => "anomalous", false => "good", null => "" };
        if (row.Prediction is { IsAnomalous: true, Similar: { } similar })
        {
            verdict += string.Create(CultureInfo.InvariantCulture, $", most like {similar.Kind} ({similar.Similarity:0.00})");
        }

        return row.Error is null ? verdict : $"{verdict} error: {row.Error}".TrimStart();
    }
}

/// <summary>One photo's row.</summary>
/// <param name="Prediction">What the model says of it.</param>
/// <param name="Map">The file of its heat map; null if there is none.</param>
/// <param name="MapError">Why its heat map could not be made.</param>
internal sealed record PredictionRow(Prediction Prediction, string? Map, string? MapError)
{
    /// <summary>Whatever went wrong with the photo.</summary>
    public string? Error => Prediction.Error ?? MapError;
}
