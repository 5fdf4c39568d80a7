using MLPipeline.Datasets;
using MLPipeline.Models;
using MLPipeline.Scores;

namespace MLPipeline.Reports;

/// <summary>What a run found out about one category.</summary>
public sealed record CategoryResult
{
    /// <summary>The category's name.</summary>
    public required string Category { get; init; }

    /// <summary>Good photos that the detector was fitted on.</summary>
    public required int TrainGood { get; init; }

    /// <summary>The scored test photos, in the order of their ids.</summary>
    public required IReadOnlyList<ScoredPhoto> Test { get; init; }

    /// <summary>Photos that could not be read, with the reason; they took no part.</summary>
    public required IReadOnlyList<(Photo Photo, string Error)> Unreadable { get; init; }

    /// <summary>Out-of-fold scores of the good training photos.</summary>
    public required IReadOnlyList<ScoredPhoto> OutOfFold { get; init; }

    /// <summary>A photo is anomalous if its score is larger.</summary>
    public required float Threshold { get; init; }

    /// <summary>The rules that the threshold could follow, side by side, and the one it does; null where a finished model was only evaluated.</summary>
    public required ThresholdComparison? Thresholds { get; init; }

    /// <summary>Pixel metrics; null without masks or without an anomaly map.</summary>
    public required PixelMetrics? Pixels { get; init; }

    /// <summary>Anomaly maps by photo id, of the photos that the report shows; empty for detectors without a map.</summary>
    public IReadOnlyDictionary<string, PhotoMap> Maps { get; init; } = new Dictionary<string, PhotoMap>();

    /// <summary>Seconds and photos of each phase, in order.</summary>
    public required IReadOnlyList<Phase> Phases { get; init; }

    /// <summary>Further figures that follow from the scores.</summary>
    public required CategoryFigures Figures { get; init; }

    /// <summary>The members of the pipeline, and whether the gate let them join; empty where a finished model was only evaluated.</summary>
    public IReadOnlyList<MemberVerdict> Members { get; init; } = [];

    /// <summary>What known defects taught; null where there were none, or they were not to teach.</summary>
    public KnownLesson? KnownDefects { get; init; }

    /// <summary>One hash over names, labels, splits and bytes of all photos of the category, in lower-case hexadecimal; null where nobody asked.</summary>
    public string? PhotosSha256 { get; init; }

    /// <summary>What the figures do not say by themselves, one or two sentences each.</summary>
    public IReadOnlyList<string> Remarks => FalseAlarmPromise.Broken(Thresholds?.Chosen, Figures.AtThreshold) is { } remark ? [remark] : [];

    /// <summary>Size of the model file in bytes; 0 where no model was written.</summary>
    public required long ModelBytes { get; init; }
}
