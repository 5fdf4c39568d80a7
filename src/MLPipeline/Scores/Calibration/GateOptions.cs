using System.ComponentModel.DataAnnotations;

namespace MLPipeline.Scores;

/// <summary>When a member of an ensemble is refused for one category; see <see cref="TailGate"/>.</summary>
public sealed record GateOptions
{
    /// <summary>How much heavier the tails of a member's good scores may be than the first member's, as a difference of L-kurtoses.</summary>
    /// <value>0.01.</value>
    [Range(-1.0, 2.0)]
    public double Tolerance { get; init; } = 0.01;

    /// <summary>With fewer good photos an L-kurtosis is mostly noise, and no member is refused.</summary>
    /// <value>30.</value>
    [Range(4, 100000)]
    public int FewestPhotos { get; init; } = 30;
}
