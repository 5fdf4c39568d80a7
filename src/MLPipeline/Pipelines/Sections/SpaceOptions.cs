using System.ComponentModel.DataAnnotations;
using MLPipeline.Basics;
using MLPipeline.Featurization;

namespace MLPipeline.Pipelines;

/// <summary>
/// Narrows the space of a search: which values each of its choices may take. Combinations that make no
/// sense are never proposed, whatever stands here.
/// </summary>
public sealed record SpaceOptions
{
    /// <summary>Names of backbones or paths of their manifests.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> Backbones { get; init; } = ["efficientnet-lite2", "efficientnet-lite0"];

    /// <summary>Sizes, as <see cref="FeaturizerOptions.Size"/>.</summary>
    [MinLength(1), Range(64, 1024)]
    public IReadOnlyList<int> Sizes { get; init; } = [224, 260, 384];

    /// <summary>Sets of layers, each joined by <c>+</c>.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> Layers { get; init; } = ["stage5+stage6", "stage3+stage5", "stage5", "stage6", "stage7"];

    /// <summary>
    /// How the layers become an embedding: <c>cells</c> (one vector per cell of a fine grid), <c>grid</c> (a coarse grid as
    /// one vector), <c>mean</c> (the mean over the photo).
    /// </summary>
    [MinLength(1)]
    public IReadOnlyList<Pooling> Poolings { get; init; } = [Pooling.Cells, Pooling.Grid, Pooling.Mean];

    /// <summary>Names of detectors.</summary>
    [MinLength(1), Registered("detector")]
    public IReadOnlyList<string> Detectors { get; init; } = ["patch-gaussian", "pca-residual", "mahalanobis"];

    /// <summary>Whether the detectors' own parameters, the grid and the smoothing vary too; else they keep their defaults.</summary>
    /// <value>true.</value>
    public bool Parameters { get; init; } = true;
}
