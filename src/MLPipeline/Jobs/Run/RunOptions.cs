using MLPipeline.Datasets;
using MLPipeline.Pipelines;

namespace MLPipeline.Jobs;

/// <summary>What a run works on.</summary>
public sealed record RunOptions
{
    /// <summary>The pipeline.</summary>
    public required PipelineOptions Pipeline { get; init; }

    /// <summary>Pipelines of single categories, by name, in place of <see cref="Pipeline"/>: what a search has found.</summary>
    /// <value>null: none.</value>
    public IReadOnlyDictionary<string, PipelineOptions>? CategoryPipelines { get; init; }

    /// <summary>The photos.</summary>
    public required Dataset Dataset { get; init; }

    /// <summary>The folder that results are written to.</summary>
    public required string OutFolder { get; init; }

    /// <summary>The folder of the feature store.</summary>
    /// <value>null: the user's cache folder, see <see cref="Featurization.FeatureStore"/>.</value>
    public string? StoreFolder { get; init; }

    /// <summary>Whether a photo that cannot be read ends the run, instead of being left out.</summary>
    /// <value>false.</value>
    public bool Strict { get; init; }

    internal PipelineOptions PipelineOf(string category) => CategoryPipelines?.GetValueOrDefault(category) ?? Pipeline;
}
