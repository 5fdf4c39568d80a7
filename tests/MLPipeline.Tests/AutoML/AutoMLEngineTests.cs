using MLPipeline.Detectors;
using MLPipeline.Featurization;
using MLPipeline.Pipelines;
using MLPipeline.Search;
using MLPipeline.Tests.TensorFlow;

namespace MLPipeline.Tests.AutoML;

public class AutoMLEngineTests
{
    private static readonly ConfigurationSpace Space = new(new());

    [Fact]
    public void It_is_the_engine_of_auto_where_it_is_built_in()
    {
        OptionalPart.RequireAutoML();

        Assert.Equal("automl", SearchEngines.Find("auto").Name);
        Assert.Equal("embedded", SearchEngines.Find("embedded").Name);
    }

    [Fact]
    public void Where_it_is_left_out_the_embedded_engine_searches()
    {
        Assert.SkipWhen(OptionalPart.HasAutoML, "MLPipeline.AutoML is built in.");

        Assert.Equal("embedded", SearchEngines.Find("auto").Name);
        Assert.Contains("built in: embedded", Assert.Throws<ArgumentException>(() => SearchEngines.Find("automl")).Message);
    }

    [Fact]
    public void The_first_trial_is_the_default_and_the_budget_is_used_without_repeats()
    {
        OptionalPart.RequireAutoML();

        var trials = Run(30);

        Assert.Equal(Text(new()), Text(trials[0].Member));
        Assert.Equal(30, trials.Count);
        Assert.Equal(30, trials.Select(t => Text(t.Member)).Distinct().Count());
    }

    [Fact]
    public void The_same_seed_gives_the_same_trials_and_another_seed_others()
    {
        OptionalPart.RequireAutoML();
        var first = Run(30).Select(t => Text(t.Member)).ToArray();

        Assert.Equal(first, Run(30).Select(t => Text(t.Member)));
        Assert.NotEqual(first, Run(30, seed: 1).Select(t => Text(t.Member)));
    }

    [Fact]
    public void It_learns_what_is_better()
    {
        OptionalPart.RequireAutoML();

        // Best at size 384, stages 3 and 5, and a small noise floor; the default has none of them.
        static double Objective(MemberOptions m) => (m.Featurizer.Size == 384 ? 1 : 0) + (m.Featurizer.Layers.SequenceEqual(["stage3", "stage5"]) ? 1 : 0)
            + (m.Detector is PatchGaussianOptions p ? 1 - Math.Abs(Math.Log10(p.NoiseFloor / 0.003)) : 0);

        var trials = Run(60, objective: Objective);

        Assert.True(trials.Max(t => t.Objective) > Objective(new()) + 1, "at least one of the two choices and part of the range are found");
        Assert.True(
            trials.TakeLast(20).Average(t => t.Objective) > trials.Take(20).Average(t => t.Objective),
            "what it proposes at the end is better than what it began with");
    }

    [Fact]
    public void An_interrupted_search_goes_on_without_running_a_trial_again()
    {
        OptionalPart.RequireAutoML();
        var whole = Run(30);
        var ran = 0;
        var session = Session(30, 42, m =>
        {
            ran++;
            return Wave(m);
        }, whole.Take(18));

        SearchEngines.Find("automl").Run(session, CancellationToken.None);

        Assert.Equal(12, ran);
        Assert.Equal(whole.Select(t => Text(t.Member)), session.Trials.Select(t => Text(t.Member)));
    }

    [Fact]
    public void Failing_trials_are_rows_and_never_the_end()
    {
        OptionalPart.RequireAutoML();

        var trials = Run(30, objective: m => m.Detector.Type == "patch-gaussian" ? throw new InvalidOperationException("no such luck") : 1);

        Assert.Equal(30, trials.Count);
        Assert.Equal("no such luck", trials[0].Error);
        Assert.Contains(trials, t => t.Objective == 1);
    }

    [Fact]
    public void Cancelling_ends_it_and_keeps_the_trials_so_far()
    {
        OptionalPart.RequireAutoML();
        using var stop = new CancellationTokenSource();
        var session = Session(30, 42, m => 1, done: t =>
        {
            if (t.Number == 6)
            {
                stop.Cancel();
            }
        });

        Assert.ThrowsAny<OperationCanceledException>(() => SearchEngines.Find("automl").Run(session, stop.Token));
        Assert.Equal(7, session.Trials.Count);
    }

    [Fact]
    public void A_space_that_is_used_up_ends_the_search()
    {
        OptionalPart.RequireAutoML();
        var space = new ConfigurationSpace(new() { Backbones = ["efficientnet-lite0"], Sizes = [224], Poolings = [Pooling.Cells], Detectors = ["patch-gaussian"], Parameters = false });
        var session = new SearchSession(space, 42, 100, (m, _) => new() { Number = 0, Member = m, Objective = Wave(m) });

        SearchEngines.Find("automl").Run(session, CancellationToken.None);

        Assert.InRange(session.Trials.Count, space.Structures.Count / 2, space.Structures.Count);
    }

    private static IReadOnlyList<Trial> Run(int trials, int seed = 42, Func<MemberOptions, double>? objective = null)
    {
        var session = Session(trials, seed, objective ?? Wave);
        SearchEngines.Find("automl").Run(session, CancellationToken.None);
        return session.Trials;
    }

    private static SearchSession Session(
        int trials, int seed, Func<MemberOptions, double> objective, IEnumerable<Trial>? earlier = null, Action<Trial>? done = null) =>
        new(Space, seed, trials, (m, _) => new() { Number = 0, Member = m, Objective = objective(m) }, earlier, done);

    // Any fixed figure that differs between configurations.
    private static double Wave(MemberOptions member) => Text(member).Sum(c => (double)c) % 97 / 97;

    private static string Text(MemberOptions member) => PipelineJson.Serialize(new() { Members = [member] });
}
