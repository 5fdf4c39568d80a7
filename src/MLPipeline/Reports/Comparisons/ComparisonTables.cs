using System.Globalization;

namespace MLPipeline.Reports;

/// <summary>The tables that a comparison is shown as.</summary>
internal static class ComparisonTables
{
    private const double Significant = 0.05;

    /// <summary>A row per run.</summary>
    public static ReportTable Overall(Comparison comparison) => new(
        $"Runs over {comparison.Shared} shared categories",
        [
            new("Run", false), new("Mean AUROC"), new("Worst AUROC"), new("Worst category", false), new("Wins", Hint: "Categories in which it is the best; a tie is shared out"),
            new("Mean AP"), new("Mean F1", Hint: "At each run's own thresholds"), new("p against first", Hint: "Wilcoxon's signed-rank test over the categories; five or more are needed"),
            .. comparison.Friedman is null ? Array.Empty<Column>() : [new Column("Mean rank", Hint: "1 = the best in every category")],
        ],
        [.. comparison.Overall.Select((run, i) => (Cell[])[
            run.Name, Cell.Number(run.MeanAuroc), Cell.Number(run.WorstAuroc), run.WorstCategory ?? "",
            Cell.Of(run.Wins, run.Wins.ToString("0.##", CultureInfo.InvariantCulture)), Cell.Number(run.MeanAp), Cell.Number(run.MeanF1),
            i == 0 ? new Cell("first", "") : Cell.Of(run.AgainstFirst?.P, Text.P(run.AgainstFirst?.P)),
            .. comparison.Friedman is { } friedman ? [Cell.Number(friedman.MeanRanks[i])] : Array.Empty<Cell>()])]);

    /// <summary>A row per category, a column per run: the AUROC; the best stands out.</summary>
    public static ReportTable Auroc(Comparison comparison) => ByCategory(
        comparison, "Image AUROC by category", c => c.Auroc?.Estimate, c => Text.Ends(c.Auroc));

    /// <summary>A row per category, a column per run: the average precision; the best stands out.</summary>
    public static ReportTable AveragePrecision(Comparison comparison) => ByCategory(
        comparison, "Image average precision by category", c => c.AveragePrecision?.Estimate, c => Text.Ends(c.AveragePrecision));

    /// <summary>A table like these for each further figure that any run has.</summary>
    public static IEnumerable<ReportTable> Figures(Comparison comparison) =>
        from figure in FigureColumns.Of(FigureTables.Compared)
        where comparison.Categories.SelectMany(c => c.Cells).Any(c => c?.Figures.ContainsKey(figure.Name) == true)
        select ByCategory(
            comparison, $"{Text.Capitalised(figure.Title)} by category{(figure.Definition.Length > 0 ? $" ({figure.Definition})" : "")}", c => c.Figures.TryGetValue(figure.Name, out var value) ? value : null, _ => "");

    /// <summary>A row per category and run but the first: the difference and its test.</summary>
    public static ReportTable Differences(Comparison comparison) => new(
        $"AUROC against {comparison.Runs[0]}",
        [
            new("Category", false), new("Run", false), new("Difference"), new("95 % interval", false), new("p", Hint: "DeLong's test on the same photos"),
            new("p (Holm)", Hint: "Adjusted for the number of tests in this table"), new("Verdict", false),
        ],
        [.. comparison.Categories.SelectMany(category => category.Cells.Select((cell, run) => (category, cell, run)))
            .Where(x => x.run > 0 && x.cell is not null)
            .Select(x =>
            {
                var difference = x.cell!.Difference;
                return (Cell[])[
                    x.category.Name, comparison.Runs[x.run], Cell.Of(difference?.Difference.Estimate, Text.Signed(difference?.Difference.Estimate)),
                    difference is null ? "" : $"[{Text.Signed(difference.Difference.Lower)}, {Text.Signed(difference.Difference.Upper)}]",
                    Cell.Of(difference?.P, Text.P(difference?.P)), Cell.Of(x.cell.HolmP, Text.P(x.cell.HolmP)), Verdict(x.cell)];
            })]);

    /// <summary>A row per category and run: counts and rates at the run's own threshold.</summary>
    public static ReportTable Decisions(Comparison comparison) => new(
        "Decisions at each run's own threshold",
        [
            new("Category", false), new("Run", false), new("F1"), new("Precision"), new("Recall"), new("FPR"), new("False alarms"), new("Missed"),
            new("Right alone", Hint: "Photos that this run alone decides rightly, and that the first run alone does"),
            new("p (McNemar)", Hint: "Exact test on the photos that the two decide differently"), new("p (Holm)", Hint: "Adjusted for the number of tests in this table"),
            new("Verdict", false),
        ],
        [.. comparison.Categories.SelectMany(category => category.Cells.Select((cell, run) => (category, cell, run)))
            .Where(x => x.cell is not null)
            .Select(x =>
            {
                var counts = x.cell!.Counts;
                return (Cell[])[
                    x.category.Name, comparison.Runs[x.run], Cell.Number(counts.F1), Cell.Percent(counts.Precision), Cell.Percent(counts.Recall),
                    Cell.Percent(counts.FalsePositiveRate), Cell.Count(counts.FalsePositives), Cell.Count(counts.FalseNegatives),
                    x.cell.Decisions is { } d ? new Cell($"{d.OnlySecond} : {d.OnlyFirst}") : "",
                    Cell.Of(x.cell.Decisions?.P, x.run == 0 ? "" : Text.P(x.cell.Decisions?.P)),
                    Cell.Of(x.cell.DecisionsHolmP, x.run == 0 ? "" : Text.P(x.cell.DecisionsHolmP)), x.run == 0 ? "" : DecisionVerdict(x.cell)];
            })]);

    private static ReportTable ByCategory(
        Comparison comparison, string caption, Func<ComparedCell, double?> value, Func<ComparedCell, string> note) => new(
        caption,
        [new("Category", false), .. comparison.Runs.Select(r => new Column(r))],
        [.. comparison.Categories.Select(category =>
        {
            var best = category.Cells.Max(c => c is null ? null : value(c));
            return (Cell[])[category.Name, .. category.Cells.Select(c =>
                c is null ? new Cell(Text.Missing, "") : Cell.Number(value(c), note(c)) with { IsMarked = value(c) is { } v && best - v < 1e-12 })];
        })]);

    private static Cell DecisionVerdict(ComparedCell cell) => (cell.DecisionsHolmP, cell.Decisions) switch
    {
        ( < Significant, { } d) => new Cell(d.OnlySecond > d.OnlyFirst ? "better" : "worse", IsMarked: true),
        (null, _) => $"not tested: {cell.NotTested}",
        _ => "no clear difference",
    };

    private static Cell Verdict(ComparedCell cell) => (cell.HolmP, cell.Difference?.Difference.Estimate) switch
    {
        ( < Significant, > 0) => new Cell("better", IsMarked: true),
        ( < Significant, < 0) => new Cell("worse", IsMarked: true),
        (null, _) => cell.NotTested is { } reason ? $"not tested: {reason}" : "not tested",
        _ => "no clear difference",
    };
}
