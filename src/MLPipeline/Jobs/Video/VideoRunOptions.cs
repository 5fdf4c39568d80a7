using MLPipeline.Datasets;
using MLPipeline.Pipelines;

namespace MLPipeline.Jobs;

/// <summary>What a run on clips needs.</summary>
public sealed record VideoRunOptions
{
    /// <summary>The pipeline; without a section <c>video</c> that of all defaults is used.</summary>
    public required PipelineOptions Pipeline { get; init; }

    /// <summary>The clips.</summary>
    public required ClipDataset Dataset { get; init; }

    /// <summary>Where results and models go.</summary>
    public required string OutFolder { get; init; }
}
