using System.ComponentModel.DataAnnotations;

namespace MLPipeline.Thresholds;

/// <summary>How the limit between good and anomalous is set.</summary>
public sealed record ThresholdOptions
{
    /// <summary>The share of good photos that may be called anomalous.</summary>
    /// <value>0.05.</value>
    [Range(0.0001, 0.5)]
    public double TargetFpr { get; init; } = 0.05;

    /// <summary>Folds of the cross-fitting that gives each good photo a score from a model that never saw it.</summary>
    /// <value>5.</value>
    [Range(2, 50)]
    public int Folds { get; init; } = 5;
}
