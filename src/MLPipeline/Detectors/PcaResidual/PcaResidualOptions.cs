using System.ComponentModel.DataAnnotations;
using MLPipeline.Basics;

namespace MLPipeline.Detectors;

/// <summary>Options of <see cref="PcaResidualTrainer"/>.</summary>
public sealed record PcaResidualOptions : DetectorOptions
{
    /// <inheritdoc/>
    public override string Type => "pca-residual";

    /// <summary>Share of the variance of the good photos that the kept components explain.</summary>
    /// <value>0.995.</value>
    [Range(0.01, 0.99999)]
    [Searched(0.95, 0.999)]
    public double Variance { get; init; } = 0.995;
}
