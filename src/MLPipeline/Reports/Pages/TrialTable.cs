using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Search;

namespace MLPipeline.Reports;

/// <summary>
/// The history of a search, as its <c>trials.csv</c> tells it. Only <c>trial</c> and <c>objective</c> are needed; every other
/// column is shown as it is.
/// </summary>
internal sealed class TrialTable
{
    private const int Shown = 12;
    private const string Trial = "trial";
    private const string Objective = "objective";

    private readonly IReadOnlyList<string> _columns;
    private readonly IReadOnlyList<CsvRow> _rows;
    private readonly CsvTable _table;

    private readonly JsonNode? _summary;

    private TrialTable(CsvTable table, JsonNode? summary)
    {
        _table = table;
        _summary = summary;
        _columns = [.. table.Columns];
        _rows = table.Rows;
    }

    /// <summary>The history of a category, or of the whole run with an empty name; null where there was no search.</summary>
    public static TrialTable? TryRead(string? folder, string category)
    {
        var path = Path.Combine(folder ?? "", category, SearchFiles.Trials);
        if (folder is null || !File.Exists(path))
        {
            return null;
        }

        var summary = Path.Combine(Path.GetDirectoryName(path)!, SearchFiles.Summary);
        return new(ListFile.Read(path, Trial, Objective), File.Exists(summary) ? JsonNode.Parse(File.ReadAllText(summary)) : null);
    }

    /// <summary>What the objective was measured on; empty where the search does not say.</summary>
    public string Validation => (bool?)_summary?["is_proxy"] switch
    {
        true => $"The objective is a proxy: it was measured on {_summary["anomalies"]} painted defects and {_summary["held_out_good"]} held-out good photos, for lack of real defects.",
        false => $"The objective was measured on {_summary["anomalies"]} real defects and {_summary["held_out_good"]} held-out good photos of the validation split.",
        null => "",
    };

    /// <summary>Why the winner is what it is: the portfolio, what combinations cost, and the trials where there were some.</summary>
    public string Html(string title) => Portfolio(title) + Front(title) + (_rows.Count == 0 ? "" : Trials(title));

    private string Portfolio(string title) => _summary?["portfolio"] is JsonArray { Count: > 0 } members
        ? new ReportTable(
            $"The portfolio on {title}",
            [new("member", IsNumber: false), new("configuration", IsNumber: false), new("what became of it", IsNumber: false), new("gain", Hint: "Points of image AUROC that it added on other products, mean"), new("spread", Hint: "Their standard deviation")],
            [.. members.Select(m => (Cell[])[new((string?)m!["name"] ?? "", IsMarked: (bool?)m["joins"] == true), (string?)m["configuration"] ?? "", (string?)m["reason"] ?? "", Cell.Of((double?)m["gain"], Text.Short((double?)m["gain"] ?? 0)), Cell.Of((double?)m["spread"], Text.Short((double?)m["spread"] ?? 0))])]).Html
        : "";

    private string Front(string title) => _summary?["front"] is JsonArray { Count: > 0 } choices
        ? new ReportTable(
            $"What combinations are worth and cost on {title}",
            [new("members", IsNumber: false), new("gain", Hint: "By the priors, in points of image AUROC over the pipeline itself"), new("photos/s", Hint: "On the machine of the search"), new("MB"), new("GB")],
            [.. choices.Select(c => (Cell[])[new((string?)c!["members"] ?? "", IsMarked: (bool?)c["chosen"] == true), .. ((string[])["gain", "photos_per_second", "model_mb", "memory_gb"]).Select(k => Cell.Of((double?)c[k], Text.Short((double?)c[k] ?? 0)))])]).Html
            + LabelNext()
        : "";

    private string LabelNext() => _summary?["label_next"] is JsonArray { Count: > 0 } photos
        ? $"<p>{HtmlEncoder.Default.Encode($"The good photos that the winner doubts most; to label these teaches most: {string.Join(", ", photos.Select(p => (string?)p))}.")}</p>"
        : "";

    private string Trials(string title)
    {
        var trials = _rows.Select(r => (r.Fields, Trial: Number(r.Fields, Trial), Objective: Number(r.Fields, Objective))).ToList();
        var scored = trials.Where(t => t.Objective is not null).OrderByDescending(t => t.Objective).ToList();
        var shown = scored.Take(Shown).ToList();
        string[] columns = [.. _columns.Where(c => shown.Any(t => _table.Value(t.Fields, c).Length > 0))];
        var best = new ReportTable(
            $"The best {shown.Count} of {trials.Count} trials of {title}",
            [.. columns.Select(c => new Column(c, shown.All(t => _table.Value(t.Fields, c).Length == 0 || Number(t.Fields, c) is not null)))],
            [.. shown.Select(t => (Cell[])[.. columns.Select(c => Show(_table.Value(t.Fields, c)))])]);
        return TrialChart.Render(title, [.. scored.OrderBy(t => t.Trial).Select(t => (t.Trial ?? 0, t.Objective!.Value))]) + best.Html + (Validation.Length > 0 ? $"<p>{HtmlEncoder.Default.Encode(Validation)}</p>" : "");
    }

    private double? Number(string[] row, string column) =>
        double.TryParse(_table.Value(row, column), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static Cell Show(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? Cell.Of(value, Text.Short(value)) : new(text);
}
