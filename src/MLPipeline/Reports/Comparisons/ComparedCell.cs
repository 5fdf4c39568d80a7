using MLPipeline.Scores;

namespace MLPipeline.Reports;

/// <summary>One run on one category.</summary>
public sealed record ComparedCell
{
    /// <summary>Image AUROC with a bootstrap interval of 95 %; null if there is one class only.</summary>
    public required Interval? Auroc { get; init; }

    /// <summary>Image average precision with a bootstrap interval of 95 %; null if there is one class only.</summary>
    public required Interval? AveragePrecision { get; init; }

    /// <summary>Counts at the run's own threshold.</summary>
    public required ConfusionCounts Counts { get; init; }

    /// <summary>Against the first run: DeLong's test on the same photos; null for the first run itself and where the photos differ.</summary>
    public AurocComparison? Difference { get; init; }

    /// <summary>The p-value of <see cref="Difference"/>, adjusted for the number of tests by Holm's method.</summary>
    public double? HolmP { get; init; }
}
