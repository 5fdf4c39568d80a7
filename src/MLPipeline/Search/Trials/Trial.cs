using MLPipeline.Pipelines;

namespace MLPipeline.Search;

/// <summary>One configuration that was tried.</summary>
public sealed record Trial
{
    /// <summary>Its number, from 0; the first are the members of the pipeline itself.</summary>
    public required int Number { get; init; }

    /// <summary>The configuration.</summary>
    public required MemberOptions Member { get; init; }

    /// <summary>The margin, mean over the categories; null if the trial failed.</summary>
    public double? Objective { get; init; }

    /// <summary>AUROC against the validation's anomalies, for comparison.</summary>
    public double? Auroc { get; init; }

    /// <summary>Average precision against the validation's anomalies, for comparison.</summary>
    public double? AveragePrecision { get; init; }

    /// <summary>Wall-clock seconds, featurizing included.</summary>
    public double Seconds { get; init; }

    /// <summary>Of these, seconds in which photos were featurized.</summary>
    public double FeaturizeSeconds { get; init; }

    /// <summary>The largest working set of the process during the trial, in megabytes.</summary>
    public double PeakMemory { get; init; }

    /// <summary>Why it failed; null if it did not.</summary>
    public string? Error { get; init; }

    /// <summary>The scores by category; null if it failed.</summary>
    public IReadOnlyList<ScoreTable>? Scores { get; init; }

    /// <summary>A line for tables: <c>efficientnet-lite2 260 stage5+stage6 196 cells patch-gaussian rank 32</c>; see <see cref="MemberText"/>.</summary>
    public string Describe() => MemberText.Of(Member);
}
