using MLPipeline.Basics;
using MLPipeline.Pipelines;
using MLPipeline.Scores;

namespace MLPipeline.Reports;

/// <summary>The section of one category, ready for its template.</summary>
internal sealed class CategoryView
{
    private static readonly double[] Targets = [0.01, 0.02, 0.05, 0.1];

    private readonly CategoryResult _result;
    private readonly CategoryFigures _figures;

    public CategoryView(CategoryResult result, RunReport report, TrialTable? trials)
    {
        (_result, _figures) = (result, result.Figures);
        Trials = trials?.Html(result.Category) ?? "";
        Thresholds = ThresholdTable(report.PipelineOf(result.Category)?.Threshold.TargetFpr).Html;
        Pipeline = report.CategoryPipelines?.GetValueOrDefault(result.Category) is { } own ? PipelineYaml.Write(own) : "";
        Good = Thumbnails(WorstPhotos.Good(result.Test));
        Anomalous = Thumbnails(WorstPhotos.Anomalous(result.Test));
    }

    public string Name => _result.Category;

    /// <summary>The target of a link: the name without what an id may not hold.</summary>
    public string Anchor => AnchorOf(_result.Category);

    public string Summary =>
        $"{_result.TrainGood} good photos to learn from; tested on {_figures.Good} good and {_figures.Anomalous} anomalous photos. " +
        $"AUROC {Text.Range(_figures.Auroc)}, average precision {Text.Range(_figures.AveragePrecision)} (chance {Text.Number(_figures.BaseRate)}).";

    /// <summary>What known defects taught, or nothing.</summary>
    public string KnownDefects => _result.KnownDefects is { } lesson ? $"Known defects: {lesson.Summary}" : "";

    public string Threshold => Text.Short(_result.Threshold);

    public string Roc => _figures.Roc.Count == 0 ? "" : CurveCharts.Roc(_result);

    public string PrecisionRecall => _figures.Roc.Count == 0 ? "" : CurveCharts.PrecisionRecall(_result);

    public string Histogram => _result.Test.Count == 0 ? "" : ScoreHistogram.Render(_result);

    public string DefectChart => _figures.Defects.Count == 0 ? "" : DefectBars.Render(_result.Category, _figures.Defects);

    public ConfusionCounts Counts => _result.Figures.AtThreshold;

    public string Thresholds { get; }

    public string Defects => _figures.Defects.Count == 0 ? "" : new ReportTable(
        $"Kinds of defect of {Name}",
        [new("Defect", false), new("Photos"), new("Recall", Hint: "Share found at the threshold"), new("AUROC", Hint: "These photos against all good ones")],
        [.. _figures.Defects.Select(d => (Cell[])[d.Defect, Cell.Count(d.Count), Cell.Percent(d.Recall), Cell.Number(d.Auroc)])]).Html;

    public string Pixels => _result.Pixels is { } p
        ? $"Localization: pixel AUROC {Text.Number(p.Auroc)}, pixel AP {Text.Number(p.AveragePrecision)} (chance {Text.Number(p.BaseRate)}), AUPRO up to an FPR of {Text.Percent(p.AuproLimit)} {Text.Number(p.Aupro)}, mean AUPIMO {Text.Number(p.MeanAupimo)}; {p.Regions} regions on {p.AnomalousPhotos} photos."
        : "";

    public IReadOnlyList<Thumbnail> Good { get; }

    public IReadOnlyList<Thumbnail> Anomalous { get; }

    public bool HasHeat => _result.Maps.Count > 0;

    public string Trials { get; }

    /// <summary>The pipeline where it is the category's own, else empty.</summary>
    public string Pipeline { get; }

    public IReadOnlyList<string> Unreadable => [.. _result.Unreadable.Select(u => $"{u.Photo.Id}: {u.Error}")];

    public static string AnchorOf(string name) => "c-" + string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    private Thumbnail[] Thumbnails(IReadOnlyList<ScoredPhoto> photos) =>
        [.. photos.AsParallel().AsOrdered().Select(p => Thumbnail.Of(p, _result.Maps.GetValueOrDefault(p.Photo.Id)))];

    /// <summary>What other limits would have given: other rules and targets on the same out-of-fold scores, and the oracle.</summary>
    private ReportTable ThresholdTable(double? targetFpr)
    {
        var rows = new List<(string Name, string? Note, float Limit, Interval? OutOfFold)>();
        if (_result.Thresholds is { } thresholds)
        {
            rows.AddRange(thresholds.Rules.Select(r => (
                OptionNames.Spell(r.Rule) + (r.Rule is ThresholdRule.BestF1 or ThresholdRule.Cost ? " on the validation photos" : $", target FPR {Text.Percent(targetFpr)}"), r.Rule == thresholds.Chosen.Rule ? "in the model" : null, r.Limit, (Interval?)r.FalsePositiveRate)));
        }
        else
        {
            rows.Add(("The model's own", "in the model", _result.Threshold, null));
        }

        if (_result.OutOfFold.Count > 0)
        {
            float[] good = [.. _result.OutOfFold.Select(p => p.Score)];
            rows.AddRange(Targets.Where(t => t != targetFpr && t >= ConformalQuantile.SmallestShare(good.Length))
                .Select(t => ($"conformal, target FPR {Text.Percent(t)}", (string?)null, ConformalQuantile.Limit(good, t), (Interval?)null)));
        }

        if (_result.Figures.F1Max is { } oracle)
        {
            // The oracle's rule is score >= threshold, the table's is score > threshold.
            rows.Add(("best F1 on these photos", "oracle", MathF.BitDecrement(oracle.Threshold), null));
        }

        float[] scores = [.. _result.Test.Select(p => p.Score)];
        bool[] labels = [.. _result.Test.Select(p => p.Photo.IsAnomalous)];
        return new(
            $"Thresholds of {Name} side by side",
            [
                new("Threshold", false), new("Score above"), new("FPR out of fold", Hint: "Estimated on the good training photos, with its 95 % interval"),
                new("FPR", Hint: "Share of good test photos flagged"), new("Recall"), new("Precision"), new("F1"), new("False alarms"), new("Missed"),
            ],
            [.. rows.Select(row =>
            {
                var counts = ImageMetrics.AtThreshold(scores, labels, row.Limit);
                return (Cell[])[
                    new(row.Name, Note: row.Note), Cell.Of(row.Limit, Text.Short(row.Limit)), Cell.Percent(row.OutOfFold),
                    Cell.Percent(counts.FalsePositiveRate), Cell.Percent(counts.Recall), Cell.Percent(counts.Precision), Cell.Number(counts.F1),
                    Cell.Count(counts.FalsePositives), Cell.Count(counts.FalseNegatives)];
            })]);
    }
}
