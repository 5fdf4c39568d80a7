using MLPipeline.Pipelines;
using MLPipeline.Search;

namespace MLPipeline.Tests.Search;

public class EmbeddedEngineTests
{
    private static readonly ConfigurationSpace Space = new(new()
    {
        Detectors = [.. MLPipeline.Detectors.DetectorKinds.All.Names],
    });

    [Fact]
    public void The_first_trial_is_the_default() =>
        Assert.Equal(Text(new()), Text(Run(Space, 5)[0].Member));

    [Fact]
    public void The_same_seed_gives_the_same_trials_and_another_seed_others()
    {
        var first = Run(Space, 60).Select(t => Text(t.Member)).ToArray();

        Assert.Equal(first, Run(Space, 60).Select(t => Text(t.Member)));
        Assert.NotEqual(first, Run(Space, 60, seed: 1).Select(t => Text(t.Member)));
    }

    [Fact]
    public void No_configuration_is_tried_twice_and_the_budget_is_kept()
    {
        var trials = Run(Space, 80);

        Assert.Equal(80, trials.Count);
        Assert.Equal(80, trials.Select(t => Text(t.Member)).Distinct().Count());
    }

    [Fact]
    public void Cheap_featurizers_come_before_dear_ones()
    {
        var firsts = Run(Space, 60).Take(30).Select(t => (t.Member.Featurizer.Backbone, t.Member.Featurizer.Size)).Distinct().ToArray();

        Assert.Equal(("efficientnet-lite2", 260), firsts[0]);
        Assert.Equal(("efficientnet-lite0", 224), firsts[1]);
        Assert.Equal(("efficientnet-lite2", 384), firsts[^1]);
    }

    [Fact]
    public void Refinement_finds_better_values_than_the_defaults()
    {
        // The objective prefers a small noise floor, far from the default.
        double Objective(MemberOptions m) => m.Detector is MLPipeline.Detectors.PatchGaussianOptions p ? -Math.Abs(Math.Log(p.NoiseFloor / 0.003)) : -9;
        var trials = Run(Space, 80, objective: Objective);

        Assert.True(trials.Max(t => t.Objective) > Objective(new()) / 2);
    }

    [Fact]
    public void A_failing_trial_is_a_row_and_never_the_end()
    {
        var trials = Run(Space, 30, objective: m => m.Detector.Type == "mahalanobis" ? throw new InvalidOperationException("no such luck") : 1);

        Assert.Equal(30, trials.Count);
        Assert.Contains(trials, t => t.Error == "no such luck" && t.Objective is null);
        Assert.Equal(Enumerable.Range(0, 30), trials.Select(t => t.Number));
    }

    [Fact]
    public void A_space_that_is_used_up_ends_the_search()
    {
        var space = new ConfigurationSpace(new() { Backbones = ["efficientnet-lite0"], Sizes = [224], Parameters = false });

        Assert.Equal(space.Structures.Count, Run(space, 1000).Count);
    }

    [Fact]
    public void Cancelling_keeps_the_trials_so_far()
    {
        using var stop = new CancellationTokenSource();
        var session = new SearchSession(Space, 42, 60, (m, _) => new() { Number = 0, Member = m, Objective = 1 }, done: t =>
        {
            if (t.Number == 6)
            {
                stop.Cancel();
            }
        });

        Assert.ThrowsAny<OperationCanceledException>(() => new EmbeddedEngine().Run(session, stop.Token));
        Assert.Equal(7, session.Trials.Count);
    }

    [Fact]
    public void Trials_of_an_earlier_search_are_answered_without_running_them()
    {
        var earlier = Run(Space, 40).Take(25).ToArray();
        var ran = 0;
        var session = new SearchSession(Space, 42, 40, (m, _) =>
        {
            ran++;
            return new() { Number = 0, Member = m, Objective = Wave(m) };
        }, earlier);
        new EmbeddedEngine().Run(session, CancellationToken.None);

        Assert.Equal(15, ran);
        Assert.Equal(Run(Space, 40).Select(t => Text(t.Member)), session.Trials.Select(t => Text(t.Member)));
    }

    private static IReadOnlyList<Trial> Run(ConfigurationSpace space, int trials, int seed = 42, Func<MemberOptions, double>? objective = null)
    {
        var session = new SearchSession(space, seed, trials, (m, _) => new() { Number = 0, Member = m, Objective = (objective ?? Wave)(m) });
        new EmbeddedEngine().Run(session, CancellationToken.None);
        Assert.All(session.Trials, t => Assert.Contains(t.Member.Detector.Type, Allowed(t.Member.Embedding.Cells)));
        return session.Trials;
    }

    private static string[] Allowed(int cells) => cells switch
    {
        1 => ["mahalanobis", "pca-residual", "randomized-pca", "knn", "one-class-svm", "gaussian-mixture", "far"],
        < 100 => ["pca-residual", "randomized-pca", "knn"],
        _ => ["patch-gaussian", "patch-memory", "patch-pca", "feature-prediction"],
    };

    // Any fixed figure that differs between configurations.
    private static double Wave(MemberOptions member) => Text(member).Sum(c => (double)c) % 97 / 97;

    private static string Text(MemberOptions member) => PipelineJson.Serialize(new() { Members = [member] });
}
