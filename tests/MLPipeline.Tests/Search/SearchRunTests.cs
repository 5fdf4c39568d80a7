using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Detectors;
using MLPipeline.Jobs;
using MLPipeline.Pipelines;
using MLPipeline.Reports;
using MLPipeline.Scores;
using MLPipeline.Search;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Search;

/// <summary>Whole searches on photos that a test makes, with the smaller backbone at 96 pixels.</summary>
public sealed class SearchRunTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Out => _folder["../out"];

    private string Category => Path.Combine(Out, TinyDataset.Category);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_search_logs_its_trials_and_exports_the_winner_as_one_zip()
    {
        TinyDataset.Write(_folder);
        var result = Search(Options());
        var outcome = result.Searches.Single();

        Assert.Equal(6, outcome.Trials.Count);
        Assert.All(outcome.Trials, t => Assert.True(t.Error is null && t.Objective is not null && t.PeakMemory > 0, t.Error));
        Assert.Equal(PipelineJson.Serialize(new() { Members = [TinyDataset.Member()] }), PipelineJson.Serialize(new() { Members = [outcome.Trials[0].Member] }));
        Assert.Equal(7, File.ReadAllLines(Path.Combine(Category, SearchFiles.Trials)).Length);
        Assert.Equal(7, File.ReadAllLines(Path.Combine(Category, SearchFiles.Log)).Length);
        Assert.True(File.Exists(Path.Combine(Category, RunFiles.Model)));

        // The pipeline file of the winner is a run without a search that gives the same scores.
        var winner = PipelineFile.Load(Path.Combine(Category, SearchFiles.Winner));
        Assert.Null(winner.Search);
        Assert.Equal(PipelineJson.Serialize(outcome.Winner), PipelineJson.Serialize(winner));
        var again = Run.Execute(RunOf(winner) with { OutFolder = _folder["../again"] }, NullProgress.Instance).Single();
        Assert.Equal(result.Categories.Single().Test.Select(t => t.Score), again.Test.Select(t => t.Score));
    }

    [Fact]
    public void A_run_with_a_search_section_searches()
    {
        TinyDataset.Write(_folder);
        Job.Execute(RunOf(TinyDataset.Pipeline() with { Search = Options() with { Trials = 2 } }), NullProgress.Instance);

        Assert.True(File.Exists(Path.Combine(Category, SearchFiles.Summary)));
        Assert.Contains("\"pipeline\"", File.ReadAllText(Path.Combine(Out, RunFiles.Record)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_trials_and_a_resumed_search_repeats_nothing()
    {
        TinyDataset.Write(_folder);
        var first = Search(Options()).Searches.Single();
        var log = Path.Combine(Category, SearchFiles.Log);
        var bytes = File.ReadAllBytes(log);

        // As a kill in the middle of writing the fifth trial leaves it.
        var lines = File.ReadAllLines(log);
        File.WriteAllText(log, string.Join('\n', lines[..5]) + "\n" + lines[5][..40]);
        var counter = new Observer();
        var second = Search(Options(), counter).Searches.Single();

        Assert.Equal(Lines(first), Lines(second));
        Assert.Equal(6, counter.Trials.Count);
        Assert.Equal(lines[..5], File.ReadAllLines(log)[..5]);
        Assert.Equal(bytes.Count(b => b == '\n'), File.ReadAllBytes(log).Count(b => b == '\n'));
    }

    [Fact]
    public void Stopping_ends_with_the_best_so_far_exported()
    {
        TinyDataset.Write(_folder);
        using var stop = new CancellationTokenSource();
        var outcome = Search(Options(), new Observer(t =>
        {
            if (t.Number == 2)
            {
                stop.Cancel();
            }
        }), stop.Token).Searches.Single();

        Assert.True(outcome.Stopped);
        Assert.Equal(3, outcome.Trials.Count);
        Assert.True(File.Exists(Path.Combine(Category, RunFiles.Model)));
    }

    [Fact]
    public void A_time_limit_that_is_over_at_once_leaves_the_pipeline_itself()
    {
        TinyDataset.Write(_folder);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var result = Search(Options(), stop: stop.Token);

        Assert.Empty(result.Searches.Single().Trials);
        Assert.Equal(TinyDataset.Member().Detector, result.Searches.Single().Winner.Members.Single().Detector);
        Assert.NotNull(result.Categories.Single().Figures.Auroc?.Estimate);
    }

    [Fact]
    public void Cancelling_ends_everything()
    {
        TinyDataset.Write(_folder);
        using var cancel = new CancellationTokenSource();
        var observer = new Observer(_ => cancel.Cancel());

        Assert.ThrowsAny<OperationCanceledException>(() => Search(Options(), observer, cancel: cancel.Token));
        Assert.False(File.Exists(Path.Combine(Category, RunFiles.Model)));
        Assert.Equal(2, File.ReadAllLines(Path.Combine(Category, SearchFiles.Log)).Length);
    }

    [Fact]
    public void One_pipeline_for_all_is_chosen_by_the_mean()
    {
        TinyDataset.Write(_folder, category: "one");
        TinyDataset.Write(_folder, train: 12, category: "two");
        var result = Search(Options() with { Scope = SearchScope.All, Trials = 3 });
        var outcome = result.Searches.Single();

        Assert.All(outcome.Trials, t => Assert.Equal(2, t.Scores!.Count));
        Assert.Equal(Margin.Of(outcome.Trials[1].Scores!), outcome.Trials[1].Objective!.Value, 1e-9);
        Assert.Equal(["one", "two"], result.Categories.Select(c => c.Category));
        Assert.True(File.Exists(Path.Combine(Out, SearchFiles.Winner)));
    }

    [Fact]
    public void A_trial_draws_with_the_seed_of_the_pipeline()
    {
        TinyDataset.Write(_folder);
        double? Objective(int seed, int? own) => SearchRun.Execute(
            RunOf(TinyDataset.Pipeline(TinyDataset.Member(new PatchMemoryOptions { CoresetSize = 10, Projection = 8, Seed = own })) with
            {
                Seed = seed,
                Search = Options() with { Trials = 1 },
            }), NullProgress.Instance).Searches.Single().Trials.Single().Objective;

        Assert.Equal(Objective(7, 7), Objective(7, null));
    }

    [Fact]
    public void Equal_members_and_members_that_only_draw_a_map_stay_in_the_winner()
    {
        TinyDataset.Write(_folder);
        var member = TinyDataset.Member();
        PipelineOptions Winner(params MemberOptions[] members) => SearchRun.Execute(
            RunOf(TinyDataset.Pipeline(members) with { Search = Options() with { Trials = 4, MaxMembers = 2 } }), NullProgress.Instance).Searches.Single().Winner;

        Assert.Equal([member.Detector, member.Detector], Winner(member, member).Members.Select(m => m.Detector));
        var map = TinyDataset.Member(null, "stage5") with { Gives = MemberRole.Map };
        var drawn = Winner(member with { Gives = MemberRole.Score }, map);
        Assert.Equal([MemberRole.Score, MemberRole.Map], drawn.Members.Select(m => m.Gives));
    }

    [Fact]
    public void Without_labels_the_portfolio_and_the_good_photos_decide()
    {
        TinyDataset.Write(_folder, train: 32);
        PortfolioMember[] portfolio =
        [
            new() { Name = "early", Member = TinyDataset.Member(null, "stage4"), Gain = 0.5, Alone = -1, Spread = 0.2, Categories = 9 },
            new() { Name = "whole", Member = TinyDataset.Member(new MahalanobisOptions(), "stage7") with { Embedding = new() { Cells = 1 } }, Gain = 0.1, Alone = -2, Categories = 9 },
            new() { Name = "itself", Member = TinyDataset.Member(), Gain = 5 },
        ];
        var search = new SearchOptions { Portfolio = portfolio, Space = Options().Space };

        // A level that lets everybody join, and one that lets nobody.
        var open = SearchRun.Execute(RunOf(TinyDataset.Pipeline() with { Gate = new() { Tolerance = 2 }, Search = search }), NullProgress.Instance).Searches.Single();
        var closed = SearchRun.Execute(RunOf(TinyDataset.Pipeline() with { Gate = new() { Tolerance = -1 }, Search = search }), NullProgress.Instance).Searches.Single();

        Assert.Empty(open.Trials);
        Assert.Equal(["early", "whole"], open.Portfolio.Select(p => p.Member.Name));
        Assert.All(open.Portfolio, p => Assert.True(p.Joins));
        Assert.Equal([2.0, 1, 1], open.Winner.Members.Select(m => m.Weight));
        Assert.Null(open.Winner.Gate);
        Assert.Single(open.Front, c => c.Chosen);
        Assert.All(open.Front, c => Assert.True(c.PhotosPerSecond > 0 && c.ModelMb > 1));
        Assert.Equal(5, open.LabelNext.Count);
        Assert.All(closed.Portfolio, p => Assert.Equal(PortfolioDecision.HeavyTails, p.Decision));
        Assert.Single(closed.Winner.Members);

        // The file of the winner runs without a search, and the summary says why it is what it is.
        Assert.Null(PipelineFile.Load(Path.Combine(Category, SearchFiles.Winner)).Search);
        Assert.Contains("upset", File.ReadAllText(Path.Combine(Category, SearchFiles.Summary)));
    }

    [Fact]
    public void A_budget_takes_the_best_that_it_allows()
    {
        TinyDataset.Write(_folder, train: 12);
        var search = new SearchOptions
        {
            Portfolio = [new() { Name = "early", Member = TinyDataset.Member(null, "stage4"), Gain = 0.5, Alone = -1 }],
            Budget = new() { ModelMb = 1000 },
            Space = Options().Space,
        };
        SearchOutcome Outcome(BudgetOptions budget) =>
            SearchRun.Execute(RunOf(TinyDataset.Pipeline() with { Search = search with { Budget = budget } }), NullProgress.Instance).Searches.Single();

        Assert.Equal(2, Outcome(new() { ModelMb = 1000 }).Winner.Members.Count);
        var tight = Outcome(new() { PhotosPerSecond = 1e6 });
        Assert.All(tight.Front, c => Assert.False(c.Fits));
        Assert.Single(tight.Winner.Members);
        Assert.Equal(PortfolioDecision.OverBudget, tight.Portfolio.Single().Decision);
    }

    [Fact]
    public void Caution_asks_painted_defects_too()
    {
        TinyDataset.Write(_folder, train: 12);
        var outcome = Search(new SearchOptions
        {
            Caution = SearchCaution.High,
            Portfolio = [new() { Name = "early", Member = TinyDataset.Member(null, "stage4"), Gain = 0.5 }],
            Space = Options().Space,
        }).Searches.Single();

        var verdict = Assert.Single(outcome.Portfolio);
        Assert.Equal(verdict.PaintedGain > 0 ? PortfolioDecision.Joins : PortfolioDecision.BlindToPainted, verdict.Decision);
    }

    [Fact]
    public void One_pipeline_for_all_takes_the_portfolio_and_leaves_the_gate_to_each_category()
    {
        TinyDataset.Write(_folder, train: 10, category: "one");
        TinyDataset.Write(_folder, train: 10, category: "two");
        var winner = Search(new SearchOptions
        {
            Scope = SearchScope.All,
            Portfolio = [new() { Name = "early", Member = TinyDataset.Member(null, "stage4"), Gain = 0.5 }],
            Space = Options().Space,
        }).Searches.Single().Winner;

        Assert.Equal(2, winner.Members.Count);
        Assert.Equal(new(), winner.Gate);
    }

    [Fact]
    public void Too_few_good_photos_are_run_without_a_search()
    {
        TinyDataset.Write(_folder, train: 5);
        var outcome = Search(Options()).Searches.Single();

        Assert.Empty(outcome.Trials);
        Assert.True(File.Exists(Path.Combine(Category, RunFiles.Model)));
    }

    [Fact]
    public void Labelled_validation_uses_the_validation_split_and_never_the_test_split()
    {
        TinyDataset.Write(_folder);
        for (var i = 0; i < 4; i++)
        {
            TinyDataset.Photo(_folder, $"{TinyDataset.Category}/validation/bar/{i}.png", 300 + i, bar: true);
            TinyDataset.Photo(_folder, $"{TinyDataset.Category}/validation/good/{i}.png", 400 + i, bar: false);
        }

        var category = Dataset.Open(_folder.Root).Categories.Single();
        var options = Options() with { Validation = ValidationKind.Both };
        using (var set = ValidationSet.Make(category, options, 42, null, CancellationToken.None))
        {
            Assert.DoesNotContain(set.Photos, p => p.Split == Split.Test);
            Assert.Empty(set.Fit.Intersect(set.HeldOut));
            Assert.Equal(["labelled", "paste", "scar", "blob"], set.Groups.Select(g => g.Name));
            Assert.Equal(1, set.Groups[0].Weight);
            Assert.Equal(1, set.Groups.Skip(1).Sum(g => g.Weight), 1e-9);
            Assert.Equal(3 + 4, set.HeldOut.Count);
        }

        var result = Search(options with { Validation = ValidationKind.Labelled, Trials = 2 });
        Assert.Equal(4, result.Searches.Single().Photos.Anomalies);
        Assert.Contains(result.Categories.Single().Thresholds!.Rules, r => r.Rule == ThresholdRule.BestF1);
    }

    [Fact]
    public void Labelled_validation_without_anomalies_says_where_to_put_them()
    {
        TinyDataset.Write(_folder);
        var error = Assert.Throws<DatasetException>(() => Search(Options() with { Validation = ValidationKind.Labelled }));

        Assert.Contains("validation/DEFECT", error.Message);
    }

    [Fact]
    public void Painted_photos_are_kept_where_that_is_asked_for_and_are_the_same_each_time()
    {
        TinyDataset.Write(_folder);
        var category = Dataset.Open(_folder.Root).Categories.Single();
        var options = Options() with { Synthetic = new() { Kinds = [PaintedKind.Scar], Copies = 2 } };
        string[] Paint(string folder)
        {
            using var set = ValidationSet.Make(category, options, 42, _folder[folder], CancellationToken.None);
            return [.. set.Groups.Single().Photos.Select(p => Convert.ToHexString(File.ReadAllBytes(set.Photos[p].Path)))];
        }

        Assert.Equal(6, Paint("../first").Distinct().Count());
        Assert.Equal(Paint("../first"), Paint("../second"));
    }

    private static SearchOptions Options() => new()
    {
        Trials = 6,
        Portfolio = [],
        Validation = ValidationKind.Synthetic,
        Space = new() { Backbones = ["efficientnet-lite0"], Sizes = [64, 96], Layers = ["stage4", "stage6"] },
    };

    private static string[] Lines(SearchOutcome outcome) =>
        [.. outcome.Trials.Select(t => FormattableString.Invariant($"{t.Number} {t.Describe()} {t.Objective} {t.Auroc}"))];

    private SearchResult Search(
        SearchOptions search, ISearchProgress? observer = null, CancellationToken stop = default, CancellationToken cancel = default) =>
        SearchRun.Execute(RunOf(TinyDataset.Pipeline() with { Search = search }), NullProgress.Instance, observer, stop, cancel);

    private RunOptions RunOf(PipelineOptions pipeline) => new()
    {
        Pipeline = pipeline,
        Dataset = Dataset.Open(_folder.Root),
        OutFolder = Out,
        StoreFolder = _folder["../store"],
    };

    private sealed class Observer(Action<Trial>? done = null) : ISearchProgress
    {
        public List<Trial> Trials { get; } = [];

        public void Begin(string subject, int trials, TimeSpan? time)
        {
        }

        public void Done(string subject, Trial trial, Trial? best)
        {
            Trials.Add(trial);
            done?.Invoke(trial);
        }

        public void End(SearchOutcome outcome)
        {
        }
    }
}
