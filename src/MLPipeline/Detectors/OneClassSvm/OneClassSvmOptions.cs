using System.ComponentModel.DataAnnotations;

namespace MLPipeline.Detectors;

/// <summary>Options of <see cref="OneClassSvmTrainer"/>.</summary>
public sealed record OneClassSvmOptions : DetectorOptions
{
    /// <inheritdoc/>
    public override string Type => "one-class-svm";

    /// <summary>Upper bound of the share of good photos outside the boundary and lower bound of the share of support vectors.</summary>
    /// <value>0.1.</value>
    [Range(0.001, 1.0)]
    public double Nu { get; init; } = 0.1;

    /// <summary>
    /// The kernel's standard deviation in units of the median distance between two good photos. Smaller looks at the
    /// nearest good photos only, larger at the distance from the bulk of them.
    /// </summary>
    /// <value>0.25.</value>
    [Range(0.01, 100.0)]
    public double Bandwidth { get; init; } = 0.25;

    /// <summary>The kernel is exp(-gamma |x - y|^2); 0 takes gamma from <see cref="Bandwidth"/> instead.</summary>
    /// <value>0.</value>
    [Range(0.0, 1e9)]
    public double Gamma { get; init; }
}
