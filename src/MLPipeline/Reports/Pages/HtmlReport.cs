using System.Text.Json.Nodes;
using MLPipeline.Pipelines;

namespace MLPipeline.Reports;

/// <summary>
/// Writes a run as one HTML file that opens from disk and fetches nothing: tables, charts and thumbnails lie in it. It follows
/// the reader's light or dark setting, fits a phone, is usable by keyboard, and every picture has a text alternative.
/// </summary>
public static class HtmlReport
{
    /// <summary>Writes the report.</summary>
    /// <param name="path">The file to write, beside its name first.</param>
    /// <param name="report">What to show.</param>
    /// <exception cref="Datasets.DatasetException">A trials.csv in the folder of the run cannot be read.</exception>
    public static void Write(string path, RunReport report)
    {
        var results = report.Categories;
        var aurocs = results.Select(r => r.Figures.Auroc?.Estimate).OfType<double>().ToList();
        var worst = results.Where(r => r.Figures.Auroc?.Estimate is not null).MinBy(r => r.Figures.Auroc?.Estimate);
        var body = Template.Render("report.liquid", new
        {
            report.Title,
            report.Subtitle,
            report.Warnings,
            Tiles = new[]
            {
                new { Name = "Mean AUROC", Value = Text.Number(aurocs.Count == 0 ? null : aurocs.Average()), Note = results.Count == 1 ? "1 category" : $"{results.Count} categories" },
                new { Name = "Worst AUROC", Value = Text.Number(worst?.Figures.Auroc?.Estimate), Note = worst?.Category ?? "" },
                new { Name = "False alarms", Value = Text.Count(results.Sum(c => c.Figures.AtThreshold.FalsePositives)), Note = $"of {results.Sum(r => r.Figures.Good)} good photos" },
                new { Name = "Missed defects", Value = Text.Count(results.Sum(c => c.Figures.AtThreshold.FalseNegatives)), Note = $"of {results.Sum(r => r.Figures.Anomalous)} anomalous photos" },
            },
            Ranges = aurocs.Count == 0 ? "" : AurocRanges.Render([.. results.Select(r => (r.Category, r.Figures.Auroc))]),
            Detection = SummaryTables.Detection(results).Html,
            Factory = SummaryTables.Factory(results).Html,
            Work = SummaryTables.Work(results).Html,
            Trials = TrialTable.TryRead(report.Folder, "")?.Html("all categories") ?? "",
            Categories = results.Select(r => new CategoryView(r, report, TrialTable.TryRead(report.Folder, r.Category))).ToList(),
            Pipeline = report.Pipeline is null ? "" : PipelineYaml.Write(report.Pipeline),
            Environment = report.Record is null ? "" : Environment(report.Record).Html,
        });
        new Page(report.Title, body).Write(path);
    }

    private static ReportTable Environment(JsonObject record) => new(
        "Environment",
        [new("Fact", false), new("Value", false)],
        [.. Facts(record, "").Select(f => (Cell[])[f.Name, f.Value])]);

    /// <summary>The record's leaves with their paths; the pipeline and the categories are shown elsewhere.</summary>
    private static IEnumerable<(string Name, string Value)> Facts(JsonNode? node, string name) => node switch
    {
        JsonObject tree => tree.Where(p => name.Length > 0 || p.Key is not ("pipeline" or "categories"))
            .SelectMany(p => Facts(p.Value, name.Length == 0 ? p.Key : $"{name}.{p.Key}")),
        JsonArray list => list.SelectMany((item, i) => Facts(item, $"{name}[{i}]")),
        _ => [(name, node?.ToString() ?? "")],
    };
}
