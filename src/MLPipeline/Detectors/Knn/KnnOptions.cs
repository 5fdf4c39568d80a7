using System.ComponentModel.DataAnnotations;
using MLPipeline.Basics;

namespace MLPipeline.Detectors;

/// <summary>Options of <see cref="KnnTrainer"/>.</summary>
public sealed record KnnOptions : DetectorOptions
{
    /// <inheritdoc/>
    public override string Type => "knn";

    /// <summary>The score is the mean distance to this many nearest good photos.</summary>
    /// <value>1.</value>
    [Range(1, 1000)]
    public int Neighbours { get; init; } = 1;

    /// <summary>What is near.</summary>
    /// <value>cosine.</value>
    [Searched(Detectors.Distance.Euclidean, Detectors.Distance.Cosine)]
    public Distance Distance { get; init; } = Distance.Cosine;
}

/// <summary>A distance between two embeddings.</summary>
public enum Distance
{
    /// <summary>The length of the straight line.</summary>
    Euclidean,

    /// <summary>One minus the cosine of the angle.</summary>
    Cosine,
}
