namespace MLPipeline.Scores;

/// <summary>
/// How well anomaly maps find the defective pixels; made by <see cref="PixelEvaluator"/>. A metric that needs a class of
/// pixels or photos which is missing is null.
/// </summary>
public sealed record PixelMetrics
{
    /// <summary>AUROC over all pixels of all photos. Dominated by the many easy background pixels.</summary>
    public required double? Auroc { get; init; }

    /// <summary>Average precision (step sum) over all pixels; its chance level is <see cref="BaseRate"/>.</summary>
    public required double? AveragePrecision { get; init; }

    /// <summary>Anomalous pixels / pixels.</summary>
    public required double? BaseRate { get; init; }

    /// <summary>The best F1 over pixels that any threshold reaches on these masks: an oracle.</summary>
    public required OracleF1? F1Max { get; init; }

    /// <summary>
    /// Area under the per-region-overlap curve up to <see cref="AuproLimit"/>, divided by it (Bergmann et al. 2019).
    /// Overlap: mean over all 8-connected regions of the share of the region that is flagged; against the FPR over all
    /// normal pixels of all photos, good ones included. A constant map gives limit / 2.
    /// </summary>
    public required double? Aupro { get; init; }

    /// <summary>The FPR to which AUPRO was integrated.</summary>
    public required double AuproLimit { get; init; }

    /// <summary>Mean of <see cref="Aupimo"/> over the anomalous photos.</summary>
    public required double? MeanAupimo { get; init; }

    /// <summary>AUPIMO of each anomalous photo, ordered by name (ordinal); empty without good photos.</summary>
    public required IReadOnlyList<PhotoOverlap> Aupimo { get; init; }

    /// <summary>
    /// Thresholds with an FPR inside the range of AUPIMO. The authors refuse fewer than 31 and warn below 300: the
    /// good photos have too few pixels to measure such low rates.
    /// </summary>
    public required int AupimoPoints { get; init; }

    /// <summary>Photos without a defective pixel.</summary>
    public required int GoodPhotos { get; init; }

    /// <summary>Photos with at least one defective pixel.</summary>
    public required int AnomalousPhotos { get; init; }

    /// <summary>8-connected regions in all masks.</summary>
    public required int Regions { get; init; }
}

/// <summary>The AUPIMO of one photo.</summary>
/// <param name="Photo">The name given to <see cref="PixelEvaluator.Add(ReadOnlySpan{float}, ReadOnlySpan{byte}, int, int, string)"/>.</param>
/// <param name="Aupimo">0 to 1: mean share of the photo's defective pixels found, over the FPR range on a log axis.</param>
public readonly record struct PhotoOverlap(string Photo, double Aupimo);
