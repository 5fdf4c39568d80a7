using System.ComponentModel.DataAnnotations;

namespace MLPipeline.Scores;

/// <summary>How the limit between good and anomalous is set.</summary>
public sealed record ThresholdOptions
{
    /// <summary>How the limit follows from the scores.</summary>
    /// <value>conformal.</value>
    public ThresholdRule Rule { get; init; } = ThresholdRule.Conformal;

    /// <summary>The share of good photos that may be called anomalous.</summary>
    /// <value>0.05.</value>
    [Range(0.0001, 0.5)]
    public double TargetFpr { get; init; } = 0.05;

    /// <summary>Standard deviations above the mean, for the rule <c>sigma</c>.</summary>
    /// <value>null: as many as a Gaussian needs for <see cref="TargetFpr"/>, 1.64 for 0.05.</value>
    [Range(0.0, 20.0)]
    public double? Sigmas { get; init; }

    /// <summary>How many false alarms a missed defect is as bad as, for the rule <c>cost</c>.</summary>
    /// <value>10.</value>
    [Range(0.001, 1000000.0)]
    public double CostRatio { get; init; } = 10;

    /// <summary>
    /// Folds of the cross-fitting that gives each good photo a score from a model that never saw it; never more than there are
    /// groups of photos. With more folds each model is nearer to the one that is shipped, which finds more on few photos.
    /// </summary>
    /// <value>20.</value>
    [Range(2, 50)]
    public int Folds { get; init; } = 20;
}
