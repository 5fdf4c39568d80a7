using MLPipeline.Featurization;
using MLPipeline.Models;
using MLPipeline.Pipelines;

namespace MLPipeline.Search;

/// <summary>
/// What the members that may join can be combined to, what each combination is worth by the priors, and what it costs on this
/// machine.
/// </summary>
internal static class BudgetFront
{
    /// <summary>What a process with ML.NET and ONNX Runtime takes before it loads a network.</summary>
    private const double BaseMemoryGb = 0.25;

    /// <summary>Lists the combinations that no other one beats in worth and speed, and the chosen one; the fastest first.</summary>
    /// <param name="own">The pipeline's own members.</param>
    /// <param name="candidates">Members of the portfolio that may join, with the megabytes of their heads.</param>
    /// <param name="headMb">Megabytes of the heads of own members and candidates.</param>
    /// <param name="costs">What each network costs.</param>
    /// <param name="budget">What a model may cost; null for anything: then all candidates join.</param>
    /// <param name="most">The most members.</param>
    public static IReadOnlyList<BudgetChoice> Of(
        IReadOnlyList<MemberOptions> own, IReadOnlyList<PortfolioMember> candidates, Func<MemberOptions, double> headMb,
        IReadOnlyDictionary<FeaturizerOptions, NetworkCost> costs, BudgetOptions? budget, int most)
    {
        var all = Subsets(candidates, most - own.Count).Select(s => Choice(own, s, true, s.Sum(p => p.Gain)))
            .Concat(candidates.Select(p => Choice([], [p], false, p.Alone)))
            .ToList();
        var fitting = all.Where(c => Fits(c, budget)).ToList();
        var chosen = budget is null
            ? all.Where(c => c.WithOwn).MaxBy(c => c.Portfolio.Count)!
            : fitting.OrderByDescending(c => c.Gain).ThenByDescending(c => c.PhotosPerSecond).FirstOrDefault() ?? all.MaxBy(c => c.PhotosPerSecond)!;
        return
        [
            .. all.Where(c => c == chosen || !all.Any(o => o != c && o.Gain >= c.Gain && o.PhotosPerSecond >= c.PhotosPerSecond && (o.Gain > c.Gain || o.PhotosPerSecond > c.PhotosPerSecond)))
                .OrderByDescending(c => c.PhotosPerSecond)
                .Select(c => c with { Fits = Fits(c, budget), Chosen = c == chosen }),
        ];

        BudgetChoice Choice(IReadOnlyList<MemberOptions> members, IReadOnlyList<PortfolioMember> portfolio, bool withOwn, double gain)
        {
            MemberOptions[] together = [.. members, .. portfolio.Select(p => p.Member)];
            NetworkCost[] networks = [.. together.Select(CategoryMembers.NetworkOf).Distinct().Select(n => costs[n])];
            return new(
                withOwn, portfolio, gain, 1 / networks.Sum(n => n.SecondsPerPhoto),
                networks.Sum(n => n.ModelMb) + together.Sum(headMb), BaseMemoryGb + networks.Sum(n => n.MemoryGb));
        }
    }

    private static bool Fits(BudgetChoice choice, BudgetOptions? budget) =>
        budget is null
        || (!(choice.PhotosPerSecond < budget.PhotosPerSecond) && !(choice.ModelMb > budget.ModelMb) && !(choice.MemoryGb > budget.MemoryGb));

    private static IEnumerable<IReadOnlyList<PortfolioMember>> Subsets(IReadOnlyList<PortfolioMember> members, int most) =>
        Enumerable.Range(0, 1 << members.Count)
            .Select(bits => (IReadOnlyList<PortfolioMember>)[.. members.Where((_, i) => (bits & (1 << i)) != 0)])
            .Where(s => s.Count <= Math.Max(0, most));
}

/// <summary>One combination of members.</summary>
/// <param name="WithOwn">Whether the pipeline's own members are part of it; else a member of the portfolio stands alone.</param>
/// <param name="Portfolio">The members of the portfolio.</param>
/// <param name="Gain">What the priors say that it gains over the pipeline itself, in points of image AUROC.</param>
/// <param name="PhotosPerSecond">Photos per second on this machine, by its networks alone.</param>
/// <param name="ModelMb">Megabytes of the networks and of the detectors, before packing.</param>
/// <param name="MemoryGb">Gigabytes that scoring takes, as measured while the networks ran.</param>
public sealed record BudgetChoice(
    bool WithOwn, IReadOnlyList<PortfolioMember> Portfolio, double Gain, double PhotosPerSecond, double ModelMb, double MemoryGb)
{
    /// <summary>Whether it keeps the budget.</summary>
    public bool Fits { get; init; }

    /// <summary>Whether it is the winner.</summary>
    public bool Chosen { get; init; }

    /// <summary>The names of its members.</summary>
    public string Names => string.Join(" + ", (string[])[.. WithOwn ? ["the pipeline"] : Array.Empty<string>(), .. Portfolio.Select(p => p.Name)]);
}
