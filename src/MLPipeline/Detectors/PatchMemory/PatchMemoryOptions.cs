using System.ComponentModel.DataAnnotations;
using MLPipeline.Basics;

namespace MLPipeline.Detectors;

/// <summary>Options of <see cref="PatchMemoryTrainer"/>.</summary>
public sealed record PatchMemoryOptions : DetectorOptions
{
    /// <inheritdoc/>
    public override string Type => "patch-memory";

    /// <summary>Patches kept in the memory bank; 0 takes <see cref="CoresetShare"/> of them.</summary>
    /// <value>1000.</value>
    [Range(0, 100_000)]
    public int CoresetSize { get; init; } = 1000;

    /// <summary>Share of the good patches kept, where <see cref="CoresetSize"/> is 0.</summary>
    /// <value>0.01.</value>
    [Range(0.0001, 1.0)]
    public double CoresetShare { get; init; } = 0.01;

    /// <summary>Most patches held in memory while fitting; of more, a random sample of this size is drawn.</summary>
    /// <value>200000.</value>
    [Range(1000, 2_000_000)]
    public int Reservoir { get; init; } = 200_000;

    /// <summary>Dimensions of the random projection in which the coreset is chosen; 0 chooses it in the full space.</summary>
    /// <value>0; about 128 saves time and memory where a patch has more than a thousand channels.</value>
    [Range(0, 4096)]
    public int Projection { get; init; }

    /// <summary>A position's anomaly is the mean distance to this many nearest patches of the bank.</summary>
    /// <value>1.</value>
    [Range(1, 64)]
    public int Neighbours { get; init; } = 1;

    /// <summary>Whether PatchCore's re-weighting lowers the scores of patches whose nearest neighbour lies in a dense part of the bank.</summary>
    /// <value>false.</value>
    public bool Reweight { get; init; }

    /// <summary>The score is the mean over this share of the positions with the largest anomaly; 0 takes the largest alone.</summary>
    /// <value>0.03.</value>
    [Range(0.0, 1.0)]
    [Searched(0.005, 0.2, Logarithmic = true)]
    public double TopShare { get; init; } = 0.03;

    /// <summary>Seed of the sample and of the projection.</summary>
    /// <value>null: the seed of the pipeline, or one that the context draws.</value>
    public int? Seed { get; init; }

    /// <inheritdoc/>
    public override DetectorOptions SeededBy(int seed) => this with { Seed = Seed ?? seed };
}
