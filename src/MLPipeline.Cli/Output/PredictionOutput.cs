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
    private readonly int _pathWidth;
    private readonly List<PredictionRow> _rows = [];

    /// <summary>Begins, with the header of the format.</summary>
    public PredictionOutput(Shell shell, string format, IReadOnlyList<string> photos)
    {
        (_shell, _format) = (shell, format);
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
            _shell.Writer.WriteLine("path,score,predicted,error,map,unlike");
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
                _shell.Writer.WriteLine(CsvFile.Line([p.Path, p.Score, predicted, row.Error, row.Map, p.Unlike]));
                break;
            default:
                _shell.Writer.WriteLine(new JsonObject
                {
                    ["path"] = p.Path,
                    ["score"] = p.Score,
                    ["anomalous"] = p.IsAnomalous,
                    ["error"] = row.Error,
                    ["map"] = row.Map,
                    ["unlike"] = p.Unlike,
                }.ToJsonString());
                break;
        }
    }

    private void Line(string photo, string score, string verdict) =>
        _shell.Writer.WriteLine($"{photo}{new string(' ', Math.Max(0, _pathWidth - Tables.Width(photo)))}{Gap}{score.PadLeft(ScoreWidth)}{Gap}{verdict}".TrimEnd());

    private static string Score(PredictionRow row) => row.Prediction.Score?.ToString("G6", CultureInfo.InvariantCulture) ?? "";

    private static string Verdict(PredictionRow row)
    {
        var verdict = row.Prediction.IsAnomalous switch { true => "anomalous", false => "good", null => "" };
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
