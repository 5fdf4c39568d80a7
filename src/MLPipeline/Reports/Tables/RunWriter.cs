using MLPipeline.Basics;

namespace MLPipeline.Reports;

/// <summary>Writes the tables of a run.</summary>
public static class RunWriter
{
    private static readonly string[] PhaseNames = ["featurize", "cross-fit", "fit", "score", "pixels", "export"];

    /// <summary>The columns of <c>categories.csv</c>: the figures, then seconds and photos per second of each phase.</summary>
    public static IReadOnlyList<string> CategoryColumns =>
        [.. FigureColumns.Names, .. PhaseNames.SelectMany(p => new[] { $"{Key(p)}_seconds", $"{Key(p)}_images_per_second" })];

    /// <summary>The row of <c>categories.csv</c> for one category: texts, numbers, or null where a value does not exist.</summary>
    public static IReadOnlyList<object?> CategoryValues(CategoryResult result) =>
    [
        .. FigureColumns.Values(result),
        .. PhaseNames.SelectMany(name =>
        {
            var phase = result.Phases.FirstOrDefault(p => p.Name == name);
            return new object?[] { phase is null ? null : Math.Round(phase.Seconds, 3), phase?.Rate is { } rate ? Math.Round(rate, 1) : null };
        }),
    ];

    /// <summary>Writes <c>categories.csv</c>.</summary>
    internal static void WriteCategories(string folder, IEnumerable<CategoryResult> results) =>
        CsvFile.Write(Path.Combine(folder, RunFiles.Categories), CategoryColumns, results.Select(CategoryValues));

    /// <summary>Writes the tables of one category.</summary>
    internal static void WriteScores(string folder, CategoryResult result)
    {
        var categoryFolder = Path.Combine(folder, result.Category);
        CsvFile.Write(
            Path.Combine(categoryFolder, RunFiles.Scores),
            ["path", "defect", "label", "score", "predicted", "sha256", "unlike"],
            result.Test.Select(s => (object?[])[s.Photo.Id, s.Photo.Defect, s.Photo.IsAnomalous ? 1 : 0, s.Score, s.Predicted ? 1 : 0, s.Sha256, s.Unlike]));
        CsvFile.Write(
            Path.Combine(categoryFolder, RunFiles.GoodScores),
            ["path", "score"],
            result.OutOfFold.Select(s => (object?[])[s.Photo.Id, s.Score]));
        if (result.Thresholds is { } thresholds)
        {
            CsvFile.Write(
                Path.Combine(categoryFolder, RunFiles.Thresholds),
                ["rule", "chosen", "limit", "fpr", "fpr_lower", "fpr_upper", "recall", "recall_lower", "recall_upper", "smallest_target"],
                thresholds.Rules.Select(r => (object?[])
                [
                    OptionNames.Spell(r.Rule), r.Rule == thresholds.Chosen.Rule ? 1 : 0, r.Limit,
                    r.FalsePositiveRate.Estimate, r.FalsePositiveRate.Lower, r.FalsePositiveRate.Upper,
                    r.Recall?.Estimate, r.Recall?.Lower, r.Recall?.Upper, thresholds.SmallestTarget,
                ]));
        }

        if (result.KnownDefects is { } lesson)
        {
            CsvFile.Write(
                Path.Combine(categoryFolder, RunFiles.KnownDefects),
                ["measured_on", "known", "weight", "auroc_before", "auroc_after", "error"],
                new[] { ("like the known ones", lesson.Like), ("other kinds", lesson.Other) }.Select(w => (object?[])
                    [w.Item1, lesson.Count, lesson.Weight, w.Item2?.Before, w.Item2?.After, w.Item2?.Error]));
        }

        CsvFile.Write(
            Path.Combine(categoryFolder, RunFiles.Defects),
            ["defect", "photos", "auroc", "recall"],
            result.Figures.Defects.Select(d => (object?[])[d.Defect, d.Count, d.Auroc, d.Recall]));
        CsvFile.Write(
            Path.Combine(categoryFolder, RunFiles.Roc),
            ["threshold", "fpr", "recall"],
            result.Figures.Roc.Select(p => (object?[])[p.Threshold, p.FalsePositiveRate, p.TruePositiveRate]));
        CsvFile.Write(
            Path.Combine(categoryFolder, RunFiles.PrecisionRecall),
            ["threshold", "precision", "recall"],
            result.Figures.PrecisionRecall.Select(p => (object?[])[p.Threshold, p.Precision, p.Recall]));
    }

    private static string Key(string phase) => phase.Replace('-', '_');
}
