using System.Text.Json.Nodes;
using MLPipeline.Pipelines;

namespace MLPipeline.Reports;

/// <summary>What a report shows.</summary>
internal sealed record RunReport
{
    /// <summary>The headline.</summary>
    public required string Title { get; init; }

    /// <summary>What the pictures, models and figures come from, one sentence.</summary>
    public required string Subtitle { get; init; }

    /// <summary>The categories, in the order in which they are shown.</summary>
    public required IReadOnlyList<CategoryResult> Categories { get; init; }

    /// <summary>The pipeline; null for none.</summary>
    public PipelineOptions? Pipeline { get; init; }

    /// <summary>Pipelines of single categories, by name, in place of <see cref="Pipeline"/>: what a search has found; null for none.</summary>
    public IReadOnlyDictionary<string, PipelineOptions>? CategoryPipelines { get; init; }

    /// <summary>The record of the run (see <see cref="RunFiles.Record"/>), shown as the environment; null for none.</summary>
    public JsonObject? Record { get; init; }

    /// <summary>The folder of the run, for the histories of a search (<see cref="Search.SearchFiles.Trials"/> in it or in a category's folder); null for none.</summary>
    public string? Folder { get; init; }

    /// <summary>What went wrong on the way, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    internal PipelineOptions? PipelineOf(string category) => CategoryPipelines?.GetValueOrDefault(category) ?? Pipeline;
}
