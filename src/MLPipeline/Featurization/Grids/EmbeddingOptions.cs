using System.ComponentModel.DataAnnotations;

namespace MLPipeline.Featurization;

/// <summary>How the feature maps of a photo become one embedding: a grid of cells with all layers' channels in each.</summary>
public sealed record EmbeddingOptions
{
    /// <summary>
    /// The number of grid cells to aim at. The grid has the shape of the finest layer's map and never more cells
    /// than it; 1 is the mean over the whole photo, 16 is 4 x 4 on a square photo.
    /// </summary>
    /// <value>196 (14 x 14 on a square photo).</value>
    [Range(1, 16384)]
    public int Cells { get; init; } = 196;

    /// <summary>Side of the window (stride 1, edges by valid count) that each layer is averaged over first; 1 is none.</summary>
    /// <value>3.</value>
    [AllowedValues(1, 3, 5, 7)]
    public int Smoothing { get; init; } = 3;
}
