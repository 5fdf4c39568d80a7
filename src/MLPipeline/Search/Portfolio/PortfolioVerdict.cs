using MLPipeline.Pipelines;

namespace MLPipeline.Search;

/// <summary>What a search decided about a member of the portfolio.</summary>
/// <param name="Member">The member with its prior.</param>
/// <param name="Decision">Whether it joins, or why not.</param>
/// <param name="Tails">The L-kurtosis of its good log-scores; null where it was not measured (see <see cref="Scores.TailGate"/>).</param>
/// <param name="Limit">The largest that joins.</param>
/// <param name="PaintedGain">What it adds to the margin of painted defects; null where nothing was painted.</param>
public sealed record PortfolioVerdict(PortfolioMember Member, PortfolioDecision Decision, double? Tails = null, double? Limit = null, double? PaintedGain = null)
{
    /// <summary>Whether it joins.</summary>
    public bool Joins => Decision == PortfolioDecision.Joins;

    /// <summary>The decision in plain words, with the number that it rests on.</summary>
    public string Reason => Decision switch
    {
        PortfolioDecision.Joins => FormattableString.Invariant($"joins: {Member.Gain:+0.00;-0.00} points on average over {Member.Categories} categories"),
        PortfolioDecision.HeavyTails => FormattableString.Invariant($"refused: a few good photos upset it (tails {Tails:0.000}, at most {Limit:0.000} join)"),
        PortfolioDecision.BlindToPainted => FormattableString.Invariant($"refused by caution: it adds {PaintedGain:+0.00;-0.00} to the margin of painted defects"),
        PortfolioDecision.OverBudget => "left out by the budget",
        PortfolioDecision.NoRoom => "left out: the pipeline has as many members as it may",
        PortfolioDecision.Failed => "failed",
        _ => "not tried: time was up",
    };
}

/// <summary>What became of a member of the portfolio.</summary>
public enum PortfolioDecision
{
    /// <summary>It is part of the winner.</summary>
    Joins,

    /// <summary>Its good scores have heavier tails than those of the pipeline.</summary>
    HeavyTails,

    /// <summary>It does not raise the margin of painted defects (<see cref="SearchCaution.High"/>).</summary>
    BlindToPainted,

    /// <summary>The best members within the budget do without it.</summary>
    OverBudget,

    /// <summary>The pipeline has as many members as it may.</summary>
    NoRoom,

    /// <summary>It could not be fitted.</summary>
    Failed,

    /// <summary>Time was up before its turn.</summary>
    NotTried,
}
