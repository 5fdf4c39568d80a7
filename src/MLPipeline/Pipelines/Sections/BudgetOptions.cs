using System.ComponentModel.DataAnnotations;

namespace MLPipeline.Pipelines;

/// <summary>What a model may cost where it is used; a search takes the best of the portfolio within it.</summary>
public sealed record BudgetOptions
{
    /// <summary>The photos per second that it must reach, as measured on this machine.</summary>
    /// <value>null: any.</value>
    [Range(0.001, 1000000.0)]
    public double? PhotosPerSecond { get; init; }

    /// <summary>The most megabytes of the model file.</summary>
    /// <value>null: any.</value>
    [Range(1.0, 1000000.0)]
    public double? ModelMb { get; init; }

    /// <summary>The most gigabytes of memory that scoring may take.</summary>
    /// <value>null: any.</value>
    [Range(0.1, 10000.0)]
    public double? MemoryGb { get; init; }
}
