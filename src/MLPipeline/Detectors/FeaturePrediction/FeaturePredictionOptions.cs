using System.ComponentModel.DataAnnotations;
using MLPipeline.Basics;

namespace MLPipeline.Detectors;

/// <summary>Options of <see cref="FeaturePredictionTrainer"/>.</summary>
public sealed record FeaturePredictionOptions : DetectorOptions
{
    /// <inheritdoc/>
    public override string Type => "feature-prediction";

    /// <summary>How many cells around a cell help to predict it, in each direction; 0 looks at the cell's own shallower channels alone.</summary>
    /// <value>1: the eight next to it.</value>
    [Range(0, 4)]
    [Searched(1, 0, 2)]
    public int Radius { get; init; } = 1;

    /// <summary>How many channels of a cell, the first ones, the others are predicted from; 0 predicts all from the neighbours.</summary>
    /// <value>null: those of the first layer; half of them where the layers are not known.</value>
    [Range(0, 4096)]
    public int? ShallowChannels { get; init; }

    /// <summary>Shrinkage of the prediction, as a share of the mean variance of what it predicts from.</summary>
    /// <value>0.001.</value>
    [Range(1e-6, 1.0)]
    public double Ridge { get; init; } = 0.001;

    /// <summary>The least variance of a direction of the residual, as a share of the mean.</summary>
    /// <value>0.01.</value>
    [Range(1e-6, 1.0)]
    public double NoiseFloor { get; init; } = 0.01;

    /// <summary>The score is the mean over this share of the positions with the largest distance; 0 takes the largest alone.</summary>
    /// <value>0.03.</value>
    [Range(0.0, 1.0)]
    [Searched(0.005, 0.2, Logarithmic = true)]
    public double TopShare { get; init; } = 0.03;

    /// <inheritdoc/>
    public override DetectorOptions KnowingLayers(IReadOnlyList<int> channels) =>
        this with { ShallowChannels = ShallowChannels ?? (channels.Count > 1 ? channels[0] : 0) };
}
