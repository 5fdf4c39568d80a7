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
}
