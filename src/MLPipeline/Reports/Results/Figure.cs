using System.Globalization;
using MLPipeline.Basics;
using MLPipeline.Scores;

namespace MLPipeline.Reports;

/// <summary>
/// One thing that a run finds out about a category. What is said here is all: <c>categories.csv</c>, the JSON of the command, its
/// table, the report and comparisons follow.
/// </summary>
/// <param name="Name">The column of <c>categories.csv</c>, in snake_case.</param>
/// <param name="Title">The head of a table.</param>
/// <param name="Value">The value: a number, a text, or null where it does not exist.</param>
public sealed record Figure(string Name, string Title, Func<CategoryResult, object?> Value) : INamed
{
    /// <summary>What it is, in a sentence or less; empty where the title says it.</summary>
    public string Definition { get; init; } = "";

    /// <summary>How people read it.</summary>
    public FigureForm Form { get; init; }

    /// <summary>Which way is good.</summary>
    public Better Better { get; init; } = Better.Neither;

    /// <summary>Its interval of 95 %, which adds the columns NAME_low and NAME_high; null where there is none.</summary>
    public Func<CategoryResult, Interval?>? Interval { get; init; }

    /// <summary>The tables that show it. <c>categories.csv</c> holds every figure.</summary>
    public FigureTables Tables { get; init; }

    /// <summary>The value as a number; null where it is none.</summary>
    public double? Number(CategoryResult result) => Value(result) is { } value and not string ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : null;
}

/// <summary>How a figure is read.</summary>
public enum FigureForm
{
    /// <summary>A number between 0 and 1, as it is: 0.987.</summary>
    Rate,

    /// <summary>A share, in percent.</summary>
    Percent,

    /// <summary>A whole number.</summary>
    Count,

    /// <summary>A text or any other number.</summary>
    Plain,
}

/// <summary>Which way a figure is good.</summary>
public enum Better
{
    /// <summary>It is no question of good or bad.</summary>
    Neither,

    /// <summary>The more the better.</summary>
    Higher,

    /// <summary>The less the better.</summary>
    Lower,
}

/// <summary>Tables with a row per category.</summary>
[Flags]
public enum FigureTables
{
    /// <summary>In none but <c>categories.csv</c>.</summary>
    None = 0,

    /// <summary>What the command prints.</summary>
    Terminal = 1,

    /// <summary>The report's table of how anomalous photos are told from good ones.</summary>
    Detection = 2,

    /// <summary>The report's table of what detection costs a factory, and of where defects are found.</summary>
    Factory = 4,

    /// <summary>A table of its own in comparisons of runs, which compute AUROC and average precision from the scores.</summary>
    Compared = 8,
}
