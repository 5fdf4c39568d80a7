using MLPipeline.Pipelines;
using MLPipeline.Scores;

namespace MLPipeline.Search;

/// <summary>Decides which members of the portfolio join the pipeline, from what <see cref="PortfolioJudge"/> measured.</summary>
/// <param name="Verdicts">One per member of the portfolio, in its order.</param>
/// <param name="Front">Combinations by worth and cost; empty where nothing was measured.</param>
/// <param name="Members">The members of the winner.</param>
/// <param name="LabelNext">The good photos that the winner doubts most: whoever labels photos learns most from these.</param>
internal sealed record PortfolioSelection(
    IReadOnlyList<PortfolioVerdict> Verdicts, IReadOnlyList<BudgetChoice> Front, IReadOnlyList<MemberOptions> Members, IReadOnlyList<string> LabelNext)
{
    private const int Doubtful = 5;

    /// <summary>The members that a search offers: those of its options, or the shipped ones, but for what the pipeline has itself.</summary>
    public static IReadOnlyList<PortfolioMember> Portfolio(PipelineOptions pipeline)
    {
        var portfolio = pipeline.Search?.Portfolio ?? Shipped.Value;
        var own = pipeline.Members.Select(MemberText.Of).ToHashSet();
        return [.. portfolio.Where(p => !own.Contains(MemberText.Of(p.Member)))];
    }

    /// <summary>Before anything is measured, or where nothing can be.</summary>
    public static PortfolioSelection None(PipelineOptions pipeline, IReadOnlyList<PortfolioMember> portfolio) =>
        new([.. portfolio.Select(p => new PortfolioVerdict(p, PortfolioDecision.NotTried))], [], pipeline.Members, []);

    /// <summary>Decides.</summary>
    /// <param name="pipeline">The pipeline that the members join.</param>
    /// <param name="portfolio">The members on offer.</param>
    /// <param name="scores">What was measured.</param>
    /// <param name="gated">Whether the tails of good scores may refuse a member; false where each category is to decide by itself.</param>
    /// <param name="paintedGain">What a member adds to the margin of painted defects, where they may veto it; null where they may not.</param>
    public static PortfolioSelection Of(
        PipelineOptions pipeline, IReadOnlyList<PortfolioMember> portfolio, PortfolioScores scores, bool gated,
        Func<PortfolioMember, double>? paintedGain = null)
    {
        var own = pipeline.ScoringMembers.Count;
        if (!Enumerable.Range(0, own).All(scores.OutOfFold.ContainsKey))
        {
            return None(pipeline, portfolio);
        }

        var first = scores.OutOfFold[0];
        PortfolioVerdict Judge(PortfolioMember member, int place)
        {
            if (!scores.OutOfFold.TryGetValue(place, out var good))
            {
                return new(member, scores.HeadMb.ContainsKey(place) ? PortfolioDecision.Failed : PortfolioDecision.NotTried);
            }

            var verdict = TailGate.Judge([first, good], gated ? pipeline.Gate ?? new() : null)[1];
            if (!verdict.Joins)
            {
                return new(member, PortfolioDecision.HeavyTails, verdict.Tails, verdict.Limit);
            }

            var painted = paintedGain?.Invoke(member);
            return new(member, painted <= 0 ? PortfolioDecision.BlindToPainted : PortfolioDecision.Joins, verdict.Tails, verdict.Limit, painted);
        }

        PortfolioVerdict[] verdicts = [.. portfolio.Select((p, i) => Judge(p, own + i))];
        var places = portfolio.Select((p, i) => (p, i)).ToDictionary(p => p.p, p => own + p.i);
        double HeadMb(MemberOptions member) => scores.HeadMb[portfolio.FirstOrDefault(p => p.Member == member) is { } joined
            ? places[joined]
            : Enumerable.Range(0, own).First(i => pipeline.ScoringMembers[i] == member)];
        var front = BudgetFront.Of(
            pipeline.ScoringMembers, [.. verdicts.Where(v => v.Joins).Select(v => v.Member)], HeadMb, scores.Costs,
            pipeline.Search?.Budget, (pipeline.Search?.MaxMembers ?? int.MaxValue) - (pipeline.Members.Count - own));
        var chosen = front.Single(c => c.Chosen);
        verdicts = [.. verdicts.Select(v => v.Joins && !chosen.Portfolio.Contains(v.Member)
            ? v with { Decision = pipeline.Search?.Budget is null ? PortfolioDecision.NoRoom : PortfolioDecision.OverBudget }
            : v)];
        return new(verdicts, front, MembersOf(pipeline, chosen), Doubted(pipeline, scores, chosen, places));
    }

    private static readonly Lazy<IReadOnlyList<PortfolioMember>> Shipped = new(() =>
        PipelineFile.Parse(ShippedPipelines.TryRead("portfolio")!, "portfolio.yaml").Search!.Portfolio!);

    // Beside a portfolio the pipeline's own members weigh as much together as two of its members.
    private static IReadOnlyList<MemberOptions> MembersOf(PipelineOptions pipeline, BudgetChoice chosen)
    {
        if (!chosen.WithOwn)
        {
            return [.. chosen.Portfolio.Select(p => p.Member)];
        }

        var total = pipeline.ScoringMembers.Sum(m => m.Weight);
        return chosen.Portfolio.Count == 0
            ? pipeline.Members
            : [.. pipeline.Members.Select(m => m with { Weight = m.Weight * PortfolioMember.OwnWeight / total }), .. chosen.Portfolio.Select(p => p.Member)];
    }

    private static IReadOnlyList<string> Doubted(
        PipelineOptions pipeline, PortfolioScores scores, BudgetChoice chosen, Dictionary<PortfolioMember, int> places)
    {
        var total = pipeline.ScoringMembers.Sum(m => m.Weight);
        (int Place, double Weight)[] members =
        [
            .. chosen.WithOwn ? pipeline.ScoringMembers.Select((m, i) => (i, m.Weight * PortfolioMember.OwnWeight / total)) : [],
            .. chosen.Portfolio.Select(p => (places[p], p.Member.Weight)),
        ];
        var scales = members.ToDictionary(m => m.Place, m => Standardizer.Of(scores.OutOfFold[m.Place]));
        return
        [
            .. Enumerable.Range(0, scores.Photos!.Length)
                .OrderByDescending(i => members.Sum(m => m.Weight * scales[m.Place].Apply(scores.OutOfFold[m.Place][i])))
                .Take(Doubtful)
                .Select(i => scores.Photos[i].Id),
        ];
    }
}
