using System.ComponentModel.DataAnnotations;
using MLPipeline.Scores;

namespace MLPipeline.Pipelines;

/// <summary>A pipeline file: all that a run needs to know but the photos.</summary>
public sealed record PipelineOptions
{
    /// <summary>The name that reports show.</summary>
    public string Name { get; init; } = "default";

    /// <summary>The seed that all randomness of a run follows from.</summary>
    /// <value>42.</value>
    public int Seed { get; init; } = 42;

    /// <summary>One member, or the several of an ensemble; a score is then the mean of the standardised log-scores.</summary>
    [MinLength(1), MaxLength(4)]
    public IReadOnlyList<MemberOptions> Members { get; init; } = [new()];

    /// <summary>The limit between good and anomalous.</summary>
    public ThresholdOptions Threshold { get; init; } = new();

    /// <summary>The search that chooses members and threshold for a run; the members above are its first trials.</summary>
    /// <value>null: no search.</value>
    public SearchOptions? Search { get; init; }

    /// <summary>Detectors for clips in place of members: the data are then clips of fixed cameras.</summary>
    /// <value>null: the data are photos.</value>
    public VideoOptions? Video { get; init; }
}
