namespace MLPipeline.Detectors;

/// <summary>Options of <see cref="MahalanobisTrainer"/>: none, the shrinkage follows from the data.</summary>
public sealed record MahalanobisOptions : DetectorOptions
{
    /// <inheritdoc/>
    public override string Type => "mahalanobis";
}
