using System.ComponentModel.DataAnnotations;
using MLPipeline.Basics;
using MLPipeline.Datasets;

namespace MLPipeline.Pipelines;

/// <summary>What a search looks for and how long; the section <c>search</c> of a pipeline file.</summary>
public sealed record SearchOptions
{
    /// <summary>Whether each category gets a pipeline of its own, or all the same one.</summary>
    /// <value>category.</value>
    public SearchScope Scope { get; init; } = SearchScope.Category;

    /// <summary>The most configurations to try, the pipeline's own among them; per category where the scope is category.</summary>
    /// <value>60.</value>
    [Range(1, 10000)]
    public int Trials { get; init; } = 60;

    /// <summary>Minutes after which the search of all categories together ends with the best so far.</summary>
    /// <value>null: no limit.</value>
    [Range(0.01, 100000.0)]
    public double? Minutes { get; init; }

    /// <summary>What proposes configurations: <c>embedded</c>, <c>automl</c>, or <c>auto</c>: automl where its package is built in.</summary>
    /// <value><c>auto</c>.</value>
    [Registered("search engine", "auto", "automl")]
    public string Engine { get; init; } = "auto";

    /// <summary>
    /// The members that the search starts from; each joins unless the product's good photos speak against it. An empty list is
    /// none.
    /// </summary>
    /// <value>null: those of <c>pipelines/portfolio.yaml</c>.</value>
    public IReadOnlyList<PortfolioMember>? Portfolio { get; init; }

    /// <summary>Whether painted defects may veto a member that the gate let through.</summary>
    /// <value>normal.</value>
    public SearchCaution Caution { get; init; } = SearchCaution.Normal;

    /// <summary>What the model may cost where it is used.</summary>
    /// <value>null: anything.</value>
    public BudgetOptions? Budget { get; init; }

    /// <summary>Which anomalies further configurations are held against.</summary>
    /// <value>auto.</value>
    public ValidationKind Validation { get; init; } = ValidationKind.Auto;

    /// <summary>Share of the good training photos that no trial is fitted on: the margin's reference, and what is painted on.</summary>
    /// <value>0.2.</value>
    [Range(0.05, 0.5)]
    public double HoldOut { get; init; } = 0.2;

    /// <summary>The most photos to hold out.</summary>
    /// <value>60.</value>
    [Range(5, 1000)]
    public int MaxHeldOut { get; init; } = 60;

    /// <summary>The most members of the winning ensemble.</summary>
    /// <value>4.</value>
    [Range(1, 4)]
    public int MaxMembers { get; init; } = 4;

    /// <summary>
    /// The least gain that lets a further member in, as a share of what is missing to the top of the margin; each kind of
    /// anomaly must show it, but for those that have nothing left to gain.
    /// </summary>
    /// <value>0.05.</value>
    [Range(0.0, 1.0)]
    public double MinGain { get; init; } = 0.05;

    /// <summary>The gain must also be this many of its own standard errors (over photos); 0 asks for the least gain only.</summary>
    /// <value>1.</value>
    [Range(0.0, 10.0)]
    public double StandardErrors { get; init; } = 1;

    /// <summary>Whether the rule of the threshold is searched too; else the pipeline's own stays.</summary>
    /// <value>true.</value>
    public bool Thresholds { get; init; } = true;

    /// <summary>What the configurations may contain.</summary>
    public SpaceOptions Space { get; init; } = new();

    /// <summary>How anomalies are painted.</summary>
    public SyntheticOptions Synthetic { get; init; } = new();
}

/// <summary>For what a search chooses.</summary>
public enum SearchScope
{
    /// <summary>A pipeline for each category.</summary>
    Category,

    /// <summary>One pipeline for all; the objective is the mean over the categories.</summary>
    All,
}

/// <summary>How a search weighs a gain against a loss.</summary>
public enum SearchCaution
{
    /// <summary>The gate on the tails of good scores decides.</summary>
    Normal,

    /// <summary>A member must also raise the margin of painted defects: less gain on average, hardly ever a loss.</summary>
    High,
}

/// <summary>The anomalies of a search's validation.</summary>
public enum ValidationKind
{
    /// <summary>The anomalous photos of the validation split where there are two or more; else none: the portfolio decides.</summary>
    Auto,

    /// <summary>Painted on held-out good photos: needs no anomaly at all.</summary>
    Synthetic,

    /// <summary>The anomalous photos of the validation split.</summary>
    Labelled,

    /// <summary>Both, at equal weight.</summary>
    Both,
}
