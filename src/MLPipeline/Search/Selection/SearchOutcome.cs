using MLPipeline.Pipelines;

namespace MLPipeline.Search;

/// <summary>What a search found.</summary>
public sealed record SearchOutcome
{
    /// <summary>The category, or an empty string where one pipeline was sought for all.</summary>
    public required string Subject { get; init; }

    /// <summary>The engine that proposed the trials.</summary>
    public required string Engine { get; init; }

    /// <summary>The anomalies that the objective used.</summary>
    public required ValidationKind Validation { get; init; }

    /// <summary>Good photos held out, and anomalies, over all categories of the search.</summary>
    public required (int Good, int Anomalies) Photos { get; init; }

    /// <summary>The trials, by number.</summary>
    public required IReadOnlyList<Trial> Trials { get; init; }

    /// <summary>The path to the winner; see <see cref="EnsembleSelection.Select"/>.</summary>
    public required IReadOnlyList<SelectionStep> Path { get; init; }

    /// <summary>The winner, without a search section.</summary>
    public required PipelineOptions Winner { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether the search ended before its trials were used up: time, or the user.</summary>
    public required bool Stopped { get; init; }
}
