using System.ComponentModel.DataAnnotations;

namespace MLPipeline.Detectors;

/// <summary>Options of <see cref="GaussianMixtureTrainer"/>.</summary>
public sealed record GaussianMixtureOptions : DetectorOptions
{
    /// <inheritdoc/>
    public override string Type => "gaussian-mixture";

    /// <summary>Number of Gaussians: how many poses the product comes in.</summary>
    /// <value>3.</value>
    [Range(1, 64)]
    public int Components { get; init; } = 3;

    /// <summary>Principal axes of the good photos that the Gaussians live in; the other directions share one variance.</summary>
    /// <value>64.</value>
    [Range(1, 512)]
    public int Rank { get; init; } = 64;

    /// <summary>How far each covariance is drawn to the mean of all: 0 leaves every Gaussian its own, 1 ties them.</summary>
    /// <value>0.5.</value>
    [Range(0.0, 1.0)]
    public double Shrinkage { get; init; } = 0.5;

    /// <summary>What is added to every variance, as a share of the mean variance.</summary>
    /// <value>0.01.</value>
    [Range(1e-6, 1.0)]
    public double NoiseFloor { get; init; } = 0.01;

    /// <summary>Seed of the starting points.</summary>
    /// <value>null: the seed of the pipeline, or one that the context draws.</value>
    public int? Seed { get; init; }

    /// <inheritdoc/>
    public override DetectorOptions SeededBy(int seed) => this with { Seed = Seed ?? seed };
}
