using System.ComponentModel.DataAnnotations;
using MLPipeline.Basics;

namespace MLPipeline.Detectors;

/// <summary>Options of <see cref="PatchPcaTrainer"/>.</summary>
public sealed record PatchPcaOptions : DetectorOptions
{
    /// <inheritdoc/>
    public override string Type => "patch-pca";

    /// <summary>Share of the variance of the good patches that the kept components explain.</summary>
    /// <value>0.97.</value>
    [Range(0.01, 0.99999)]
    public double Variance { get; init; } = 0.97;

    /// <summary>The score is the mean over this share of the positions with the largest residual; 0 takes the largest alone.</summary>
    /// <value>0.03.</value>
    [Range(0.0, 1.0)]
    [Searched(0.005, 0.2, Logarithmic = true)]
    public double TopShare { get; init; } = 0.03;
}
