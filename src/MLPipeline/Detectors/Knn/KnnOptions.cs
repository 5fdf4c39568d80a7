using System.ComponentModel.DataAnnotations;

namespace MLPipeline.Detectors;

/// <summary>Options of <see cref="KnnTrainer"/>.</summary>
public sealed record KnnOptions : DetectorOptions
{
    /// <summary>The straight-line distance.</summary>
    public const string Euclidean = "euclidean";

    /// <summary>One minus the cosine of the angle.</summary>
    public const string Cosine = "cosine";

    /// <inheritdoc/>
    public override string Type => "knn";

    /// <summary>The score is the mean distance to this many nearest good photos.</summary>
    /// <value>1.</value>
    [Range(1, 1000)]
    public int Neighbours { get; init; } = 1;

    /// <summary>The distance: <c>euclidean</c> or <c>cosine</c>.</summary>
    /// <value>cosine.</value>
    [AllowedValues(Euclidean, Cosine)]
    public string Distance { get; init; } = Cosine;
}
