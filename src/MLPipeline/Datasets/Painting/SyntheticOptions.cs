using System.ComponentModel.DataAnnotations;

namespace MLPipeline.Datasets;

/// <summary>How anomalies are painted on held-out good photos.</summary>
public sealed record SyntheticOptions
{
    /// <summary>The kinds; the objective is the mean over them.</summary>
    /// <value>paste, scar and blob.</value>
    [MinLength(1)]
    public IReadOnlyList<PaintedKind> Kinds { get; init; } = [PaintedKind.Paste, PaintedKind.Scar, PaintedKind.Blob];

    /// <summary>How many copies of each held-out photo are painted per kind, each with a seed of its own.</summary>
    /// <value>1.</value>
    [Range(1, 10)]
    public int Copies { get; init; } = 1;

    /// <summary>Multiplies changes of brightness; below 1 is fainter.</summary>
    /// <value>1.</value>
    [Range(0.1, 3.0)]
    public double Strength { get; init; } = 1;

    /// <summary>Share of the defects that go on the product, where the good photos show one before a plain background.</summary>
    /// <value>0.85.</value>
    [Range(0.0, 1.0)]
    public double OnProduct { get; init; } = 0.85;

    /// <summary>Added to the pipeline's seed for all that is painted.</summary>
    /// <value>0.</value>
    public int Seed { get; init; }

    /// <summary>Whether the painted photos are kept, in the category's folder under <c>painted</c>, to be looked at.</summary>
    /// <value>false.</value>
    public bool Keep { get; init; }
}
