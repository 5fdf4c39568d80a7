using MLPipeline.Scores;

namespace MLPipeline.Reports;

/// <summary>The figures of one category that follow from its scores; what tables and reports show.</summary>
public sealed record CategoryFigures
{
    /// <summary>Photos of bad products among the scored ones.</summary>
    public required int Anomalous { get; init; }

    /// <summary>Photos of good products among the scored ones.</summary>
    public required int Good { get; init; }

    /// <summary>Image AUROC with a stratified bootstrap interval of 95 %; null if there is one class only.</summary>
    public required Interval? Auroc { get; init; }

    /// <summary>Image average precision with a stratified bootstrap interval of 95 %; null if there is one class only.</summary>
    public required Interval? AveragePrecision { get; init; }

    /// <summary>Anomalous photos / photos: the chance level of the average precision. Null without photos.</summary>
    public required double? BaseRate { get; init; }

    /// <summary>Scrap: the FPR at a recall of 95, 99 and 100 %, with bootstrap intervals of 95 %; null if there is one class only.</summary>
    public required (Interval? At95, Interval? At99, Interval? At100) Scrap { get; init; }

    /// <summary>Escape: the miss rate at an FPR of 1 %, with a bootstrap interval of 95 %; null if there is one class only.</summary>
    public required Interval? Escape { get; init; }

    /// <summary>The best F1 over all thresholds on these photos: an oracle. Null if there is one class only.</summary>
    public required OracleF1? F1Max { get; init; }

    /// <summary>Counts at the threshold.</summary>
    public required ConfusionCounts AtThreshold { get; init; }

    /// <summary>Each kind of defect, ordinal by name.</summary>
    public required IReadOnlyList<DefectMetrics> Defects { get; init; }

    /// <summary>The ROC curve; empty if there is one class only.</summary>
    public required IReadOnlyList<RocPoint> Roc { get; init; }

    /// <summary>The precision-recall curve; empty if there is one class only.</summary>
    public required IReadOnlyList<PrecisionRecallPoint> PrecisionRecall { get; init; }

    /// <summary>Computes the figures.</summary>
    /// <param name="photos">Scored photos.</param>
    /// <param name="threshold">A photo is anomalous if its score is larger; for the counts and the recall of each defect.</param>
    /// <exception cref="ArgumentException">A score is NaN.</exception>
    public static CategoryFigures Of(IReadOnlyList<ScoredPhoto> photos, float threshold)
    {
        float[] scores = [.. photos.Select(p => p.Score)];
        bool[] labels = [.. photos.Select(p => p.Photo.IsAnomalous)];
        return new()
        {
            Anomalous = labels.Count(l => l),
            Good = labels.Count(l => !l),
            Auroc = Bootstrap.Auroc(scores, labels),
            AveragePrecision = Bootstrap.AveragePrecision(scores, labels),
            BaseRate = ImageMetrics.BaseRate(labels),
            Scrap = (
                Bootstrap.FalsePositiveRateAtRecall(scores, labels, 0.95),
                Bootstrap.FalsePositiveRateAtRecall(scores, labels, 0.99),
                Bootstrap.FalsePositiveRateAtRecall(scores, labels, 1)),
            Escape = Bootstrap.MissRateAtFalsePositiveRate(scores, labels, 0.01),
            F1Max = ImageMetrics.F1Max(scores, labels),
            AtThreshold = ImageMetrics.AtThreshold(scores, labels, threshold),
            Defects = ImageMetrics.PerDefect(scores, labels, [.. photos.Select(p => p.Photo.Defect)], threshold),
            Roc = ImageMetrics.RocCurve(scores, labels),
            PrecisionRecall = ImageMetrics.PrecisionRecallCurve(scores, labels),
        };
    }
}
