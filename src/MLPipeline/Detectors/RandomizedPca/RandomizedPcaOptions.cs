using System.ComponentModel.DataAnnotations;
using MLPipeline.Basics;

namespace MLPipeline.Detectors;

/// <summary>Options of the chain around ML.NET's <c>RandomizedPca</c> trainer.</summary>
public sealed record RandomizedPcaOptions : DetectorOptions
{
    /// <inheritdoc/>
    public override string Type => "randomized-pca";

    /// <summary>Components kept; 0 takes as many as <see cref="Variance"/> needs.</summary>
    /// <value>0.</value>
    [Range(0, 4096)]
    public int Rank { get; init; }

    /// <summary>Share of the variance of the normalised good photos that the kept components explain, where <see cref="Rank"/> is 0.</summary>
    /// <value>0.95.</value>
    [Range(0.01, 0.99999)]
    [Searched(0.95, 0.999)]
    public double Variance { get; init; } = 0.95;

    /// <summary>Extra random directions of the randomized range finder (Halko et al. 2011).</summary>
    /// <value>20.</value>
    [Range(0, 512)]
    public int Oversampling { get; init; } = 20;

    /// <summary>Seed of the random directions.</summary>
    /// <value>null: the seed of the pipeline, or one that the context draws.</value>
    public int? Seed { get; init; }

    /// <inheritdoc/>
    public override DetectorOptions SeededBy(int seed) => this with { Seed = Seed ?? seed };
}
