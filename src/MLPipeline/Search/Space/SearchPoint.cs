using Microsoft.ML.SearchSpace;
using MLPipeline.Pipelines;

namespace MLPipeline.Search;

/// <summary>
/// One configuration of the search space, declared with ML.NET's search-space attributes, so that
/// <c>SearchSpace&lt;SearchPoint&gt;</c> of Microsoft.ML.AutoML reads the same declaration. The defaults are those of a
/// pipeline file. Which choices a search may take is narrowed by <see cref="SpaceOptions"/>.
/// </summary>
public sealed record SearchPoint
{
    /// <summary>The backbone.</summary>
    [Choice("efficientnet-lite2", "efficientnet-lite0")]
    public string Backbone { get; init; } = "efficientnet-lite2";

    /// <summary>Square root of the area in pixels that a photo is resized to.</summary>
    [Choice(new object[] { 224, 260, 384 }, 260)]
    public int Size { get; init; } = 260;

    /// <summary>The layers, joined by <c>+</c>.</summary>
    [Choice("stage5+stage6", "stage3+stage5", "stage5", "stage6", "stage7")]
    public string Layers { get; init; } = "stage5+stage6";

    /// <summary>Side of the window that layers are averaged over.</summary>
    [Choice(new object[] { 1, 3, 5 }, 3)]
    public int Smoothing { get; init; } = 3;

    /// <summary><c>cells</c>, <c>grid</c> or <c>mean</c>; see <see cref="SpaceOptions.Poolings"/>.</summary>
    [Choice("cells", "grid", "mean")]
    public string Pooling { get; init; } = "cells";

    /// <summary>Cells of the fine grid, where the pooling is <c>cells</c>.</summary>
    [Choice(new object[] { 100, 196, 400 }, 196)]
    public int Cells { get; init; } = 196;

    /// <summary>Cells of the coarse grid, where the pooling is <c>grid</c>.</summary>
    [Choice(new object[] { 4, 16, 49 }, 16)]
    public int GridCells { get; init; } = 16;

    /// <summary>The detector.</summary>
    [Choice(
        "patch-gaussian", "patch-memory", "patch-pca", "feature-prediction", "pca-residual", "randomized-pca", "mahalanobis", "knn", "one-class-svm", "gaussian-mixture")]
    public string Detector { get; init; } = "patch-gaussian";

    /// <summary>Eigenvectors per position of <c>patch-gaussian</c>.</summary>
    [Range(16, 128, 64, true)]
    public int Rank { get; init; } = 64;

    /// <summary>Noise floor of <c>patch-gaussian</c>.</summary>
    [Range(0.002, 0.1, 0.01, true)]
    public double NoiseFloor { get; init; } = 0.01;

    /// <summary>Share of the positions that the score of a <c>patch-</c> detector is the mean of.</summary>
    [Range(0.005, 0.2, 0.03, true)]
    public double TopShare { get; init; } = 0.03;

    /// <summary>Share of the variance that the PCA detectors explain.</summary>
    [Range(0.95, 0.999, 0.995)]
    public double Variance { get; init; } = 0.995;
}
