using System.Text.Json.Nodes;
using MLPipeline.Pipelines;
using MLPipeline.Reports.Charts;
using MLPipeline.Runs;

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
    /// <exception cref="Datasets.DatasetException">A trials.csv of the run's folder cannot be read.</exception>
    public static void Write(string path, RunReport report)
    {
        var figures = report.Categories.AsParallel().AsOrdered().Select(c => CategoryFigures.Of(c.Test, c.Threshold)).ToList();
        var pairs = report.Categories.Zip(figures).ToList();
        var aurocs = figures.Select(f => f.Auroc?.Estimate).OfType<double>().ToList();
        var worst = pairs.Where(p => p.Second.Auroc is not null).MinBy(p => p.Second.Auroc!.Estimate);
        var body = Template.Render("report.liquid", new
        {
            report.Title,
            report.Subtitle,
            report.Warnings,
            Tiles = new[]
            {
                new { Name = "Mean AUROC", Value = Text.Number(aurocs.Count == 0 ? null : aurocs.Average()), Note = $"{report.Categories.Count} categories" },
                new { Name = "Worst AUROC", Value = Text.Number(worst.Second?.Auroc?.Estimate), Note = worst.First?.Category ?? "" },
                new { Name = "False alarms", Value = Text.Count(report.Categories.Sum(c => c.AtThreshold.FalsePositives)), Note = $"of {figures.Sum(f => f.Good)} good photos" },
                new { Name = "Missed defects", Value = Text.Count(report.Categories.Sum(c => c.AtThreshold.FalseNegatives)), Note = $"of {figures.Sum(f => f.Anomalous)} anomalous photos" },
            },
            Ranges = aurocs.Count == 0 ? "" : AurocRanges.Render([.. pairs.Select(p => (p.First.Category, p.Second.Auroc))]),
            Detection = SummaryTables.Detection(pairs).Html,
            Factory = SummaryTables.Factory(pairs).Html,
            Work = SummaryTables.Work(report.Categories).Html,
            Categories = pairs.Select(p => new CategoryView(
                p.First, p.Second, report.Pipeline?.Threshold.TargetFpr, TrialTable.TryRead(report.Folder, p.First.Category))).ToList(),
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
