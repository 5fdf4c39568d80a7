using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Compute;
using MLPipeline.Datasets;
using MLPipeline.Detectors;
using MLPipeline.Featurization;
using MLPipeline.Models;
using MLPipeline.Pipelines;
using MLPipeline.Scores;

namespace MLPipeline.Search;

/// <summary>
/// Cross-fits the pipeline and the members of the portfolio on the good photos of one category, network by network: the
/// pipeline's own first, then the cheapest, so that little time gives most of the gain.
/// </summary>
internal sealed class PortfolioJudge(PipelineOptions pipeline, IReadOnlyList<PortfolioMember> portfolio, FeatureStore store, IRunProgress progress)
{
    /// <summary>Folds that decide who joins; the limit of the winner has its own (<see cref="ThresholdOptions.Folds"/>).</summary>
    private const int JudgingFolds = 5;

    private readonly MLContext _context = OnnxContext.Create(pipeline.Seed);

    /// <summary>Measures; what time does not allow is missing from the result.</summary>
    public PortfolioScores Measure(Category category, CancellationToken cancel)
    {
        var scores = new PortfolioScores();
        Photo[] photos = [.. category.Train];
        var facts = category.Ledger.Read([.. photos.Select(p => p.Path)], cancel: cancel);
        var aspectRatio = PhotoFacts.MedianAspectRatio(facts);
        var members = pipeline.ScoringMembers.Concat(portfolio.Select(p => p.Member)).ToArray();
        var own = pipeline.ScoringMembers.Select(CategoryMembers.NetworkOf).ToHashSet();
        var networks = Enumerable.Range(0, members.Length).GroupBy(i => CategoryMembers.NetworkOf(members[i])).OrderBy(g => own.Contains(g.Key) ? 0 : Size(g.Key));
        try
        {
            foreach (var network in networks)
            {
                Measure(category, photos, facts, [.. network], members, aspectRatio, scores, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            scores.Stopped = true;
        }

        return scores;
    }

    private void Measure(
        Category category, Photo[] photos, PhotoFacts[] facts, int[] network, MemberOptions[] members, double aspectRatio, PortfolioScores scores, CancellationToken cancel)
    {
        MemberOptions[] asked = [.. network.Select(i => members[i])];
        using var stage = progress.Stage(category.Name, $"featurize {MemberText.Network(asked[0])}", photos.Length);
        using var featurized = CategoryMembers.Make(_context, asked, pipeline.Seed, aspectRatio, store, facts, stage, cancel);

        // The photos that the first network can read are those that all are judged by.
        scores.Train ??= [.. Enumerable.Range(0, photos.Length).Where(i => featurized.Errors[i] is null)];
        scores.Photos ??= [.. scores.Train.Select(i => photos[i])];
        scores.Folds ??= Folds.Assign(PhotoGroups.Of(GroupRule.Parse(pipeline.Groups), scores.Photos, category.Ledger, cancel).Numbers, JudgingFolds, pipeline.Seed);
        if (scores.Train.Length < 2)
        {
            throw new DatasetException($"{category.Name}: {scores.Train.Length} good training photos can be read, at least 2 are needed and 10 or more advisable.");
        }

        var key = CategoryMembers.NetworkOf(asked[0]);
        string[] layers = [.. asked.SelectMany(m => m.Featurizer.Layers).Distinct()];
        scores.Costs[key] = NetworkCost.Measure(_context, key with { Layers = layers }, InputSize.Of(key.Size, aspectRatio), [.. scores.Photos.Select(p => p.Path)], cancel);
        foreach (var (place, member) in network.Zip(featurized.Members))
        {
            cancel.ThrowIfCancellationRequested();
            scores.HeadMb[place] = HeadMb(member);
            try
            {
                scores.OutOfFold[place] = [.. member.CrossFit(scores.Train, scores.Folds, cancel: cancel).Scores.Select(s => s.Score)];
            }
            catch (Exception error) when (place >= pipeline.ScoringMembers.Count && error is InvalidOperationException or ArgumentException)
            {
                progress.Warning($"{category.Name}: {portfolio[place - pipeline.ScoringMembers.Count].Name} of the portfolio cannot be fitted: {error.Message}");
            }
        }
    }

    // What a head stores: per cell its mean and axes as float16, or one covariance.
    private static double HeadMb(Member member)
    {
        var (positions, channels) = ((double)member.Embeddings.Shape.Positions, (double)member.Embeddings.Shape.Channels);
        return member.Options.Detector is PatchGaussianOptions patches
            ? ((positions * channels * ((2.0 * patches.Rank) + 4)) + (4 * channels * channels)) / 1e6
            : 4 * channels * channels / 1e6;
    }

    private static double Size(FeaturizerOptions network) => (double)network.Size * network.Size * (1 + BackboneCatalog.Find(network.Backbone).Layers.Sum(l => l.Channels));
}

/// <summary>What <see cref="PortfolioJudge"/> measured on one category.</summary>
internal sealed class PortfolioScores
{
    /// <summary>Places of the good photos that can be read, among the category's training photos.</summary>
    public int[]? Train { get; set; }

    /// <summary>These photos.</summary>
    public Photo[]? Photos { get; set; }

    /// <summary>Their folds.</summary>
    public int[]? Folds { get; set; }

    /// <summary>Out-of-fold scores of these photos, by the place of the member: the pipeline's own first, then the portfolio.</summary>
    public Dictionary<int, float[]> OutOfFold { get; } = [];

    /// <summary>Megabytes of each member's head, by place.</summary>
    public Dictionary<int, double> HeadMb { get; } = [];

    /// <summary>What each network costs.</summary>
    public Dictionary<FeaturizerOptions, NetworkCost> Costs { get; } = [];

    /// <summary>Whether time was up before all were measured.</summary>
    public bool Stopped { get; set; }
}
