using System.ComponentModel.DataAnnotations;
using MLPipeline.Basics;

namespace MLPipeline.Detectors;

/// <summary>Options of <see cref="PatchGaussianTrainer"/>.</summary>
public sealed record PatchGaussianOptions : DetectorOptions
{
    /// <inheritdoc/>
    public override string Type => "patch-gaussian";

    /// <summary>Eigenvectors kept per grid position.</summary>
    /// <value>64; 0 keeps none, which leaves the Euclidean distance to the position's mean.</value>
    [Range(0, 512)]
    [Searched(16, 128, Logarithmic = true)]
    public int Rank { get; init; } = 64;

    /// <summary>The variance outside the kept eigenvectors, as a share of the mean variance of the category.</summary>
    /// <value>0.01.</value>
    [Range(1e-6, 1.0)]
    [Searched(0.002, 0.1, Logarithmic = true)]
    public double NoiseFloor { get; init; } = 0.01;

    /// <summary>The score is the mean over this share of the positions with the largest distance; 0 takes the largest alone.</summary>
    /// <value>0.04.</value>
    [Range(0.0, 1.0)]
    [Searched(0.005, 0.2, Logarithmic = true)]
    public double TopShare { get; init; } = 0.04;

    /// <summary>
    /// How strongly directions that vary alike in all cells, such as lighting, are weighed down before the cells' own Gaussians
    /// are fitted: the share of the mean variance that is added to every direction's own. Smaller is stronger.
    /// </summary>
    /// <value>1; 0 is none.</value>
    [Range(0.0, 1000.0)]
    public double Whitening { get; init; } = 1;

    /// <summary>
    /// Whether each cell's distance is divided by the spread of its out-of-fold distances over the good photos; see
    /// <see cref="CellCalibration"/>.
    /// </summary>
    /// <value>true.</value>
    public bool Calibrate { get; init; } = true;
}
