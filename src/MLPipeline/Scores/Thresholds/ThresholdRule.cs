namespace MLPipeline.Scores;

/// <summary>How the limit follows from the scores of photos that the model was not fitted on.</summary>
public enum ThresholdRule
{
    /// <summary>The quantile of the good scores that holds for any distribution; see <see cref="ConformalQuantile"/>.</summary>
    Conformal,

    /// <summary>Mean plus so many standard deviations of the good log-scores; see <see cref="SigmaLimit"/>.</summary>
    Sigma,

    /// <summary>A generalised Pareto distribution over the largest good scores; see <see cref="ParetoTail"/>.</summary>
    Pareto,

    /// <summary>The limit of the best F1 on the labelled validation photos; see <see cref="LabelledLimit"/>.</summary>
    BestF1,

    /// <summary>The limit of the least cost on the labelled validation photos; see <see cref="LabelledLimit"/>.</summary>
    Cost,

    /// <summary>The rule whose realised error comes closest to the target; see <see cref="ThresholdComparison"/>.</summary>
    Auto,
}
