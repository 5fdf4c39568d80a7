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

    /// <summary>The path from the portfolio to the winner; see <see cref="EnsembleSelection.Select"/>. Empty where no trial was made.</summary>
    public required IReadOnlyList<SelectionStep> Path { get; init; }

    /// <summary>What was decided about each member of the portfolio.</summary>
    public IReadOnlyList<PortfolioVerdict> Portfolio { get; init; } = [];

    /// <summary>Combinations of members by worth and cost on this machine, the fastest first; the winner's is marked.</summary>
    public IReadOnlyList<BudgetChoice> Front { get; init; } = [];

    /// <summary>The good photos that the winner doubts most, by their ids: labelling these teaches most.</summary>
    public IReadOnlyList<string> LabelNext { get; init; } = [];

    /// <summary>The winner, without a search section.</summary>
    public required PipelineOptions Winner { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether the search ended before its trials were used up: time, or the user.</summary>
    public required bool Stopped { get; init; }
}
