using MLPipeline.Scores;

namespace MLPipeline.Reports;

/// <summary>One run on one category.</summary>
public sealed record ComparedCell
{
    /// <summary>Image AUROC with a bootstrap interval of 95 %; null if there is one class only.</summary>
    public required Interval? Auroc { get; init; }

    /// <summary>Image average precision with a bootstrap interval of 95 %; null if there is one class only.</summary>
    public required Interval? AveragePrecision { get; init; }

    /// <summary>Further figures by name, see <see cref="FigureTables.Compared"/>.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();

    /// <summary>Counts at the run's own threshold.</summary>
    public required ConfusionCounts Counts { get; init; }

    /// <summary>Against the first run: DeLong's test on the same photos; null for the first run itself and where the photos differ.</summary>
    public AurocComparison? Difference { get; init; }

    /// <summary>The p-value of <see cref="Difference"/>, adjusted for the number of tests by Holm's method.</summary>
    public double? HolmP { get; init; }

    /// <summary>Against the first run: McNemar's test of the decisions at each run's own threshold; null where <see cref="Difference"/> has no photos either.</summary>
    public DecisionComparison? Decisions { get; init; }

    /// <summary>The p-value of <see cref="Decisions"/>, adjusted for the number of tests by Holm's method.</summary>
    public double? DecisionsHolmP { get; init; }

    /// <summary>Why <see cref="Difference"/> has no p-value; null where it has one, and for the first run.</summary>
    public string? NotTested { get; init; }
}
