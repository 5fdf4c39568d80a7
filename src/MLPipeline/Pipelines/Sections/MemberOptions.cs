using System.ComponentModel.DataAnnotations;
using MLPipeline.Detectors;
using MLPipeline.Featurization;

namespace MLPipeline.Pipelines;

/// <summary>One way from a photo to a score: featurizer, embedding and detector. An ensemble has several.</summary>
public sealed record MemberOptions
{
    /// <summary>Photo to feature maps.</summary>
    public FeaturizerOptions Featurizer { get; init; } = new();

    /// <summary>Feature maps to one embedding.</summary>
    public EmbeddingOptions Embedding { get; init; } = new();

    /// <summary>Embedding to score.</summary>
    public DetectorOptions Detector { get; init; } = new PatchGaussianOptions();

    /// <summary>What an ensemble takes from this member: the grid that scores and the grid that draws need not be the same.</summary>
    /// <value><see cref="MemberRole.Both"/>.</value>
    public MemberRole Gives { get; init; } = MemberRole.Both;

    /// <summary>How much an ensemble's score and map count this member, relative to the others.</summary>
    /// <value>1.</value>
    [Range(0.001, 1000.0)]
    public double Weight { get; init; } = 1;

    /// <summary>Whether an ensemble counts this member's score.</summary>
    internal bool GivesScore => Gives != MemberRole.Map;
}

/// <summary>What a member of an ensemble is for.</summary>
public enum MemberRole
{
    /// <summary>Score and anomaly map.</summary>
    Both,

    /// <summary>The score alone.</summary>
    Score,

    /// <summary>The anomaly map alone.</summary>
    Map,
}
