using MLPipeline.Basics;
using static MLPipeline.Reports.Better;
using static MLPipeline.Reports.FigureForm;
using static MLPipeline.Reports.FigureTables;

namespace MLPipeline.Reports;

/// <summary>The figures of a category, in the order of <c>categories.csv</c>. Add one of your own: a line is all it takes.</summary>
public static class FigureColumns
{
    /// <summary>All figures.</summary>
    public static Registry<Figure> All { get; } = new(
        "figure",
        new Figure("category", "category", r => r.Category) { Form = Plain },
        new Figure("train_good", "train", r => r.TrainGood) { Form = Count, Definition = "Good photos that were learned from", Tables = Terminal },
        new Figure("test_good", "good", r => r.Figures.Good) { Form = Count, Definition = "Good photos that were scored", Tables = Terminal },
        new Figure("test_anomalous", "bad", r => r.Figures.Anomalous) { Form = Count, Definition = "Anomalous photos that were scored", Tables = Terminal },
        new Figure("unreadable", "unreadable", r => r.Unreadable.Count) { Form = Count, Definition = "Photos that could not be read" },
        new Figure("image_auroc", "AUROC", r => r.Figures.Auroc?.Estimate)
        {
            Definition = "Area under the ROC curve of the photos' scores, with its 95 % bootstrap interval",
            Better = Higher,
            Interval = r => r.Figures.Auroc,
            Tables = Terminal | Detection,
        },
        new Figure("image_ap", "AP", r => r.Figures.AveragePrecision?.Estimate)
        {
            Definition = "Average precision, with its 95 % bootstrap interval",
            Better = Higher,
            Interval = r => r.Figures.AveragePrecision,
            Tables = Terminal | Detection,
        },
        new Figure("ap_base_rate", "Chance AP", r => r.Figures.BaseRate)
        {
            Definition = "The average precision of a coin: anomalous photos / photos",
            Tables = Detection,
        },
        new Figure("f1_max", "F1 max", r => r.Figures.F1Max?.Value)
        {
            Definition = "The best F1 that any threshold reaches on these photos: an oracle",
            Better = Higher,
            Tables = Detection,
        },
        new Figure("threshold", "threshold", r => r.Threshold) { Form = Plain, Definition = "A photo is anomalous if its score is larger" },
        new Figure("precision", "precision", r => r.Figures.AtThreshold.Precision) { Form = Percent, Better = Higher, Tables = Detection },
        new Figure("recall", "recall", r => r.Figures.AtThreshold.Recall) { Form = Percent, Better = Higher, Tables = Terminal | Detection },
        new Figure("f1", "F1", r => r.Figures.AtThreshold.F1) { Definition = "At the threshold", Better = Higher, Tables = Terminal | Detection },
        new Figure("fpr", "FPR", r => r.Figures.AtThreshold.FalsePositiveRate)
        {
            Form = Percent,
            Definition = "Share of good photos flagged",
            Better = Lower,
            Tables = Terminal | Detection,
        },
        new Figure("true_positives", "found", r => r.Figures.AtThreshold.TruePositives) { Form = Count, Better = Higher },
        new Figure("false_positives", "false alarms", r => r.Figures.AtThreshold.FalsePositives) { Form = Count, Better = Lower, Tables = Detection },
        new Figure("true_negatives", "passed", r => r.Figures.AtThreshold.TrueNegatives) { Form = Count, Better = Higher },
        new Figure("false_negatives", "missed", r => r.Figures.AtThreshold.FalseNegatives) { Form = Count, Better = Lower, Tables = Detection },
        new Figure("pixel_auroc", "pixel", r => r.Pixels?.Auroc)
        {
            Definition = "Area under the ROC curve of the pixels",
            Better = Higher,
            Tables = Terminal | Factory | Compared,
        },
        new Figure("pixel_ap", "pixel AP", r => r.Pixels?.AveragePrecision) { Better = Higher, Tables = Factory },
        new Figure("aupro", "AUPRO", r => r.Pixels?.Aupro)
        {
            Definition = "Area under the per-region overlap up to an FPR of 30 %, divided by 0.3",
            Better = Higher,
            Tables = Terminal | Factory | Compared,
        },
        new Figure("model_bytes", "model", r => r.ModelBytes > 0 ? r.ModelBytes : null) { Form = Count, Definition = "Size of the model file in bytes" },
        new Figure("fpr_at_95_recall", "Scrap at 95 % recall", r => r.Figures.Scrap.At95?.Estimate)
        {
            Form = Percent,
            Definition = "Share of good products thrown away to find 95 % of the bad ones",
            Better = Lower,
            Interval = r => r.Figures.Scrap.At95,
            Tables = Factory,
        },
        new Figure("fpr_at_99_recall", "at 99 %", r => r.Figures.Scrap.At99?.Estimate)
        {
            Form = Percent,
            Definition = "The same for 99 %",
            Better = Lower,
            Interval = r => r.Figures.Scrap.At99,
            Tables = Factory,
        },
        new Figure("fpr_at_100_recall", "at 100 %", r => r.Figures.Scrap.At100?.Estimate)
        {
            Form = Percent,
            Definition = "The same for all",
            Better = Lower,
            Interval = r => r.Figures.Scrap.At100,
            Tables = Factory,
        },
        new Figure("miss_rate_at_1_fpr", "Escape at 1 % FPR", r => r.Figures.Escape?.Estimate)
        {
            Form = Percent,
            Definition = "Share of bad products that pass when at most 1 % of the good ones may be thrown away",
            Better = Lower,
            Interval = r => r.Figures.Escape,
            Tables = Factory,
        },
        new Figure("mean_aupimo", "AUPIMO", r => r.Pixels?.MeanAupimo)
        {
            Definition = "Mean over the anomalous photos of the per-image overlap at FPR 1e-5 to 1e-4",
            Better = Higher,
            Tables = Factory,
        });

    /// <summary>The figures of one table, in order.</summary>
    public static IEnumerable<Figure> Of(FigureTables table) => All.All.Where(f => f.Tables.HasFlag(table));

    /// <summary>The columns of <c>categories.csv</c> but for the phases: every figure, then the ends of the intervals.</summary>
    public static IReadOnlyList<string> Names =>
        [.. All.Names, .. All.All.Where(f => f.Interval is not null).SelectMany(f => new[] { $"{f.Name}_low", $"{f.Name}_high" })];

    /// <summary>The values of <see cref="Names"/>.</summary>
    public static IReadOnlyList<object?> Values(CategoryResult result) =>
    [
        .. All.All.Select(f => f.Value(result)),
        .. All.All.Where(f => f.Interval is not null).Select(f => f.Interval!(result)).SelectMany(i => new object?[] { i?.Lower, i?.Upper }),
    ];
}
