using MLPipeline.Detectors;
using MLPipeline.Featurization;

namespace MLPipeline.Search;

/// <summary>
/// One configuration of the search space: the structure, and the options of its detector. What a detector does not have is not
/// in the point, so equal configurations are equal points. The defaults are those of a pipeline file.
/// </summary>
public sealed record SearchPoint
{
    /// <summary>The backbone.</summary>
    public string Backbone { get; init; } = "efficientnet-lite2";

    /// <summary>Square root of the area in pixels that a photo is resized to.</summary>
    public int Size { get; init; } = 260;

    /// <summary>The layers, joined by <c>+</c>.</summary>
    public string Layers { get; init; } = "stage5+stage6";

    /// <summary>How the layers become an embedding.</summary>
    public Pooling Pooling { get; init; } = Pooling.Cells;

    /// <summary>Side of the window that layers are averaged over; it changes no mean over a photo.</summary>
    public int Smoothing { get; init; } = 3;

    /// <summary>Cells of the grid: many for <see cref="Pooling.Cells"/>, few for <see cref="Pooling.Grid"/>, one for <see cref="Pooling.Mean"/>.</summary>
    public int Cells { get; init; } = 196;

    /// <summary>The detector with its options.</summary>
    public DetectorOptions Detector { get; init; } = new PatchGaussianOptions();
}
