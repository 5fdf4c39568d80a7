using System.Text;
using MLPipeline.Basics;
using MLPipeline.Scores;

namespace MLPipeline.Reports;

/// <summary>Writes a comparison for programs (CSV), for a pull request or a README (Markdown) and for people (HTML).</summary>
public static class ComparisonWriter
{
    private static readonly string[] Header =
    [
        "category", "run", "image_auroc", "image_auroc_low", "image_auroc_high", "image_ap", "image_ap_low", "image_ap_high",
        "f1", "precision", "recall", "fpr", "difference", "difference_low", "difference_high", "p", "p_holm",
        "right_alone", "first_right_alone", "p_decisions", "p_decisions_holm",
    ];

    /// <summary>Writes a row per category and run, with the difference to the first run.</summary>
    /// <param name="path">The file, written beside its name first.</param>
    /// <param name="comparison">The comparison.</param>
    public static void WriteCsv(string path, Comparison comparison) =>
        CsvFile.Write(path, Header, comparison.Categories.SelectMany(category => category.Cells.Select((cell, run) => (category, cell, run)))
            .Where(x => x.cell is not null)
            .Select(x => Row(x.category.Name, comparison.Runs[x.run], x.cell!)));

    /// <summary>The comparison as GitHub-flavoured Markdown.</summary>
    public static string ToMarkdown(Comparison comparison)
    {
        var text = new StringBuilder($"# {Title(comparison)}\n\n{Conclusion(comparison)}\n");
        foreach (var warning in comparison.Warnings)
        {
            text.Append($"\n> {warning}\n");
        }

        foreach (var table in Tables(comparison))
        {
            text.Append($"\n## {table.Caption}\n\n{table.Markdown()}");
        }

        return text.ToString();
    }

    /// <summary>The tables as texts, for a terminal.</summary>
    public static IReadOnlyList<(string Caption, IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows)> ToText(Comparison comparison) =>
    [
        .. Tables(comparison).Select(t => (
            t.Caption, (IReadOnlyList<string>)[.. t.Columns.Select(c => c.Name)],
            (IReadOnlyList<IReadOnlyList<string>>)[.. t.Rows.Select(r => (IReadOnlyList<string>)[.. r.Select(c => c.Text)])])),
    ];

    /// <summary>What the tests over the categories say, in a sentence.</summary>
    public static string Conclusion(Comparison comparison) => comparison.Friedman is { } friedman
        ? $"Friedman's test over {comparison.Shared} categories: chi-square {Text.Number(friedman.ChiSquare)} with {friedman.DegreesOfFreedom} degrees of freedom, p {Text.P(friedman.P)}."
        : comparison.Shared < Comparison.FewestForTests
            ? $"{comparison.Shared} shared categories are too few for a test over categories ({Comparison.FewestForTests} are needed); there are the tests within categories."
            : "Over the categories the runs are compared by Wilcoxon's signed-rank test.";

    /// <summary>Writes <see cref="ToMarkdown"/>.</summary>
    /// <inheritdoc cref="WriteCsv"/>
    public static void WriteMarkdown(string path, Comparison comparison) => AtomicFile.WriteText(path, ToMarkdown(comparison));

    /// <summary>Writes the comparison as one page that opens from disk and fetches nothing (see <see cref="HtmlReport"/>).</summary>
    /// <inheritdoc cref="WriteCsv"/>
    public static void WriteHtml(string path, Comparison comparison)
    {
        var body = Template.Render("comparison.liquid", new
        {
            Title = Title(comparison),
            Test = Conclusion(comparison),
            comparison.Warnings,
            Charts = comparison.Categories
                .Select(c => (c.Name, Items: c.Cells.Select((cell, run) => (comparison.Runs[run], cell?.Auroc)).Where(x => x.Auroc is not null).ToList()))
                .Where(c => c.Items.Count > 0)
                .Select(c => new { c.Name, Svg = AurocRanges.Render(c.Items) })
                .ToList(),
            Tables = Tables(comparison).Select(t => t.Html).ToList(),
        });
        new Page(Title(comparison), body).Write(path);
    }

    private static ReportTable[] Tables(Comparison comparison) =>
    [
        ComparisonTables.Overall(comparison), ComparisonTables.Auroc(comparison), ComparisonTables.Differences(comparison),
        ComparisonTables.AveragePrecision(comparison), .. ComparisonTables.Figures(comparison), ComparisonTables.Decisions(comparison),
    ];

    private static string Title(Comparison comparison) =>
        comparison.Runs.Count <= 3 ? string.Join(" / ", comparison.Runs) : $"{comparison.Runs.Count} runs side by side";

    private static object?[] Row(string category, string run, ComparedCell cell)
    {
        var difference = cell.Difference;
        return
        [
            category, run, .. Ends(cell.Auroc), .. Ends(cell.AveragePrecision), cell.Counts.F1, cell.Counts.Precision, cell.Counts.Recall,
            cell.Counts.FalsePositiveRate, .. Ends(difference?.Difference), difference?.P, cell.HolmP,
            cell.Decisions?.OnlySecond, cell.Decisions?.OnlyFirst, cell.Decisions?.P, cell.DecisionsHolmP,
        ];
    }

    private static object?[] Ends(Interval? interval) => [interval?.Estimate, interval?.Lower, interval?.Upper];
}
