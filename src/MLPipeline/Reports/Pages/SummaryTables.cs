using System.Globalization;

namespace MLPipeline.Reports;

/// <summary>The tables with a row per category.</summary>
internal static class SummaryTables
{
    /// <summary>How well the anomalous photos are told from the good ones.</summary>
    public static ReportTable Detection(IReadOnlyList<CategoryResult> categories) => new(
        "Detection by category",
        [
            new("Category", false),
            new("AUROC", Hint: "Area under the ROC curve of the photos' scores, with its 95 % bootstrap interval"),
            new("AP", Hint: "Average precision, with its 95 % bootstrap interval"),
            new("Chance AP", Hint: "The average precision of a coin: anomalous photos / photos"),
            new("F1", Hint: "At the threshold"), new("F1 max", Hint: "The best F1 that any threshold reaches on these photos: an oracle"),
            new("Precision"), new("Recall"), new("FPR", Hint: "Share of good photos flagged"), new("False alarms"), new("Missed"),
        ],
        [.. categories.Select(c => (Cell[])[
            c.Category, Cell.Number(c.Figures.Auroc?.Estimate, Text.Ends(c.Figures.Auroc)),
            Cell.Number(c.Figures.AveragePrecision?.Estimate, Text.Ends(c.Figures.AveragePrecision)), Cell.Number(c.Figures.BaseRate),
            Cell.Number(c.AtThreshold.F1), Cell.Number(c.F1Max?.Value), Cell.Percent(c.AtThreshold.Precision),
            Cell.Percent(c.AtThreshold.Recall), Cell.Percent(c.AtThreshold.FalsePositiveRate),
            Cell.Count(c.AtThreshold.FalsePositives), Cell.Count(c.AtThreshold.FalseNegatives)])]);

    /// <summary>What detection costs a factory, and where the defects are found.</summary>
    public static ReportTable Factory(IReadOnlyList<CategoryResult> categories) => new(
        "Scrap, escape and localization by category",
        [
            new("Category", false),
            new("Scrap at 95 % recall", Hint: "Share of good products thrown away to find 95 % of the bad ones"),
            new("at 99 %", Hint: "The same for 99 %"), new("at 100 %", Hint: "The same for all"),
            new("Escape at 1 % FPR", Hint: "Share of bad products that pass when at most 1 % of the good ones may be thrown away"),
            new("Pixel AUROC"), new("Pixel AP"), new("AUPRO", Hint: "Area under the per-region overlap up to an FPR of 30 %, divided by 0.3"),
            new("AUPIMO", Hint: "Mean over the anomalous photos of the per-image overlap at FPR 1e-5 to 1e-4"),
        ],
        [.. categories.Select(c => (Cell[])[
            c.Category, Cell.Percent(c.Figures.Scrap.At95), Cell.Percent(c.Figures.Scrap.At99), Cell.Percent(c.Figures.Scrap.At100),
            Cell.Percent(c.Figures.Escape), Cell.Number(c.Pixels?.Auroc), Cell.Number(c.Pixels?.AveragePrecision),
            Cell.Number(c.Pixels?.Aupro), Cell.Number(c.Pixels?.MeanAupimo)])]);

    /// <summary>Photos, time and size.</summary>
    public static ReportTable Work(IReadOnlyList<CategoryResult> categories)
    {
        string[] phases = [.. categories.SelectMany(c => c.Phases.Select(p => p.Name)).Distinct()];
        return new(
            "Photos, seconds and model size by category",
            [
                new("Category", false), new("Learned from"), new("Tested on"), new("Unreadable"),
                .. phases.Select(p => new Column(p, Hint: "Seconds")), new("Model, MB"),
            ],
            [.. categories.Select(c => (Cell[])[
                c.Category, Cell.Count(c.TrainGood), Cell.Count(c.Test.Count), Cell.Count(c.Unreadable.Count),
                .. phases.Select(name => c.Phases.FirstOrDefault(p => p.Name == name) is { } phase
                    ? Cell.Of(phase.Seconds, phase.Seconds.ToString("0.0", CultureInfo.InvariantCulture)) : new Cell("", "")),
                c.ModelBytes == 0 ? new Cell(Text.Missing, "") : Cell.Of(c.ModelBytes, (c.ModelBytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture))])]);
    }
}
