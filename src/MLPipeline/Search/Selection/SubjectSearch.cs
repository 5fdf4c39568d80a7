using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MLPipeline.Basics;
using MLPipeline.Compute;
using MLPipeline.Datasets;
using MLPipeline.Featurization;
using MLPipeline.Pipelines;
using MLPipeline.Scores;

namespace MLPipeline.Search;

/// <summary>
/// One search: for one category, or for all together. Its log goes into the folder of the results, where it grows trial by
/// trial; what was found goes to where the tables of the run are made.
/// </summary>
internal sealed class SubjectSearch(
    PipelineOptions pipeline, ConfigurationSpace space, IReadOnlyList<Category> categories, FeatureStore store, string outFolder, string tables,
    IRunProgress progress, ISearchProgress? observer)
{
    /// <summary>Changed when the same configuration means another trial, so that an older log is not taken for its own.</summary>
    private const string TrialVersion = "seeded, calibrated; 2\n";

    /// <summary>One anomaly alone says too little to choose by.</summary>
    private const int FewestLabelled = 2;

    private readonly PipelineOptions _pipeline = pipeline;
    private readonly SearchOptions _search = pipeline.Search!;

    /// <summary>What configurations are held against: <c>auto</c> only where there is nothing to hold them against.</summary>
    private readonly ValidationKind _validation =
        pipeline.Search!.Validation == ValidationKind.Auto && categories.All(c => c.Validation.Count(p => p.IsAnomalous) >= FewestLabelled)
            ? ValidationKind.Labelled
            : pipeline.Search.Validation;

    private string Subject => _search.Scope == SearchScope.All ? "" : categories[0].Name;

    private string Folder => Path.Combine(outFolder, Subject);

    public SearchOutcome Execute(TimeSpan? time, CancellationToken stop, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, cancel);
        if (time is { } left)
        {
            limit.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        var engine = SearchEngines.Find(_search.Engine);
        var portfolio = PortfolioSelection.Portfolio(_pipeline);
        var selection = PortfolioSelection.None(_pipeline, portfolio);
        var sets = new List<(ValidationSet Set, FeatureBank Bank)>();
        IReadOnlyList<Trial> trials = [];
        IReadOnlyList<int>? own = null;
        var stopped = false;
        try
        {
            (selection, stopped) = Judge(portfolio, limit.Token);
            limit.Token.ThrowIfCancellationRequested();
            if (_validation != ValidationKind.Auto)
            {
                Prepare(_validation, sets, limit.Token);
            }

            if (sets.Count > 0)
            {
                MemberOptions[] start = [.. Scoring(selection.Members)];
                var budget = Math.Max(_search.Trials, start.Length);
                observer?.Begin(Subject, budget, time);
                using var log = TrialLog.Open(Path.Combine(Folder, SearchFiles.Log), Fingerprint());
                using var stage = progress.Stage(Subject, "search", budget, "trials");
                Tell(log);
                var session = Session(sets, log, budget, stage);
                trials = session.Trials;
                own = [.. start.Select(m => session.Evaluate(m, limit.Token).Number)];
                engine.Run(session, limit.Token);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            stopped = true;
        }
        finally
        {
            sets.ForEach(s =>
            {
                s.Bank.Dispose();
                s.Set.Dispose();
            });
        }

        cancel.ThrowIfCancellationRequested();
        var outcome = Choose(engine.Name, selection, trials, own, sets, watch, stopped);
        SearchWriter.Write(Path.Combine(tables, Subject), outcome);
        observer?.End(outcome);
        return outcome;
    }

    /// <summary>
    /// Which members of the portfolio join. One pipeline for all categories takes every member and leaves it to the gate of
    /// each category's run; its costs are measured on the first.
    /// </summary>
    private (PortfolioSelection Selection, bool Stopped) Judge(IReadOnlyList<PortfolioMember> portfolio, CancellationToken cancel)
    {
        if (portfolio.Count == 0 && _search.Budget is null)
        {
            return (PortfolioSelection.None(_pipeline, portfolio), false);
        }

        var scores = new PortfolioJudge(_pipeline, portfolio, store, progress).Measure(categories[0], cancel);
        var gated = _search.Scope == SearchScope.Category;
        if (_search.Caution == SearchCaution.Normal || scores.Stopped)
        {
            return (PortfolioSelection.Of(_pipeline, portfolio, scores, gated), scores.Stopped);
        }

        var sets = new List<(ValidationSet Set, FeatureBank Bank)>();
        try
        {
            Prepare(ValidationKind.Synthetic, sets, cancel);
            return (PortfolioSelection.Of(_pipeline, portfolio, scores, gated, sets.Count == 0 ? null : PaintedGain(sets, cancel)), false);
        }
        finally
        {
            sets.ForEach(s =>
            {
                s.Bank.Dispose();
                s.Set.Dispose();
            });
        }
    }

    /// <summary>What a member adds to the pipeline's margin over painted defects.</summary>
    private Func<PortfolioMember, double> PaintedGain(List<(ValidationSet Set, FeatureBank Bank)> sets, CancellationToken cancel)
    {
        var runner = new TrialRunner(_pipeline.Seed, sets);
        IReadOnlyList<ScoreTable>[] own = [.. _pipeline.ScoringMembers.Select(m => runner.Run(m, cancel).Scores).OfType<IReadOnlyList<ScoreTable>>()];
        double[] weights = [.. _pipeline.ScoringMembers.Select(m => m.Weight * PortfolioMember.OwnWeight / _pipeline.ScoringMembers.Sum(o => o.Weight))];
        double Joint(IReadOnlyList<IReadOnlyList<ScoreTable>> members, double[] by) =>
            Margin.Of([.. sets.Select((_, c) => ScoreTable.Combine([.. members.Select(m => m[c])], by))]);

        var before = own.Length == weights.Length ? Joint(own, weights) : double.PositiveInfinity;
        return member => runner.Run(member.Member, cancel).Scores is { } tables
            ? Joint([.. own, tables], [.. weights, member.Member.Weight]) - before
            : double.NegativeInfinity;
    }

    private static IEnumerable<MemberOptions> Scoring(IReadOnlyList<MemberOptions> members) => members.Where(m => members.Count == 1 || m.GivesScore);

    private void Prepare(ValidationKind validation, List<(ValidationSet Set, FeatureBank Bank)> sets, CancellationToken cancel)
    {
        var context = OnnxContext.Create(_pipeline.Seed);
        foreach (var category in categories)
        {
            try
            {
                var keep = _search.Synthetic.Keep ? Path.Combine(outFolder, category.Name, SearchFiles.Painted) : null;
                using var stage = progress.Stage(category.Name, "paint", 1, "sets");
                var set = ValidationSet.Make(category, _search with { Validation = validation }, _pipeline.Seed, keep, cancel);
                sets.Add((set, new(context, store, set, space, progress)));
                stage.Advance();
            }
            catch (DatasetException error) when (validation == ValidationKind.Synthetic || categories.Count > 1)
            {
                progress.Warning($"{error.Message} The category takes no part in the search.");
            }
        }
    }

    private SearchSession Session(List<(ValidationSet Set, FeatureBank Bank)> sets, TrialLog log, int budget, IStage stage)
    {
        Trial? best = null;
        var runner = new TrialRunner(_pipeline.Seed, sets);
        return new(space, _pipeline.Seed, budget, runner.Run, log.Earlier, trial =>
        {
            log.Add(trial);
            best = trial.Objective > (best?.Objective ?? double.NegativeInfinity) ? trial : best;
            stage.Advance();
            observer?.Done(Subject, trial, best);
        });
    }

    private void Tell(TrialLog log)
    {
        if (log.Earlier.Count > 0)
        {
            progress.Message($"{Label()}going on from {log.Earlier.Count} trials of {SearchFiles.Log}.");
        }

        if (log.Displaced is not null)
        {
            progress.Warning(
                $"{Label()}{SearchFiles.Log} was about other photos, another seed or another validation; it was moved to {Path.GetFileName(log.Displaced)}.");
        }
    }

    private SearchOutcome Choose(
        string engine, PortfolioSelection selection, IReadOnlyList<Trial> trials, IReadOnlyList<int>? own, List<(ValidationSet Set, FeatureBank Bank)> sets, Stopwatch watch, bool stopped)
    {
        var start = own?.Distinct().ToArray();

        // Equal members are one trial, and members that give only a map are none: of the winner they are all the same.
        IReadOnlyList<SelectionStep> path = start is not null
            ? EnsembleSelection.Select([.. trials.Select(t => t.Scores)], start, Room(selection.Members.Count, start.Length), _pipeline.Seed, WeightsOf(trials, selection.Members, own!))
            : [];
        var rule = _search.Thresholds && _pipeline.Threshold.Rule == ThresholdRule.Conformal ? ThresholdRule.Auto : _pipeline.Threshold.Rule;
        return new()
        {
            Subject = Subject,
            Engine = engine,
            Validation = _validation,
            Photos = (sets.Sum(s => s.Set.HeldOut.Count), sets.Sum(s => s.Set.Anomalies)),
            Trials = trials,
            Path = path,
            Winner = _pipeline with
            {
                Members = start is null
                    ? selection.Members
                    : [.. selection.Members, .. path.Where(s => s.Accepted && !start.Contains(s.Trial)).Select(s => trials[s.Trial].Member)],
                Threshold = _pipeline.Threshold with { Rule = rule },
                Gate = _search.Scope == SearchScope.All ? _pipeline.Gate ?? new() : null,
                Search = null,
            },
            Portfolio = selection.Verdicts,
            Front = selection.Front,
            LabelNext = selection.LabelNext,
            Seconds = watch.Elapsed.TotalSeconds,
            Stopped = stopped,
        };
    }

    private static double[] WeightsOf(IReadOnlyList<Trial> trials, IReadOnlyList<MemberOptions> members, IReadOnlyList<int> own)
    {
        MemberOptions[] scoring = [.. Scoring(members)];
        return [.. trials.Select(t => own.Contains(t.Number) ? scoring.Where((_, i) => own[i] == t.Number).Sum(m => m.Weight) : t.Member.Weight)];
    }

    // Members that are no trial of their own take up room in the winner, too.
    private SearchOptions Room(int members, int start) => _search with { MaxMembers = Math.Max(start, _search.MaxMembers - (members - start)) };

    /// <summary>All that the figures of a trial depend on but its configuration.</summary>
    private string Fingerprint()
    {
        var text = new StringBuilder();
        text.Append(TrialVersion).Append(BuildVersion.Own).Append('\n').Append(_pipeline.Seed).Append('\n');
        text.Append(_search.HoldOut).Append(' ').Append(_search.MaxHeldOut).Append(' ').Append(_validation).Append('\n');
        text.Append(JsonSerializer.Serialize(_search.Synthetic with { Keep = false }, PipelineJson.Options)).Append('\n');
        var chains = _pipeline.Members.Select(m => m.Featurizer).Concat(space.Featurizers).Select(f => ChainIdentity.Of(f, new(f.Size, f.Size)));
        text.AppendJoin('\n', chains.Select(c => $"{c.Backbone} {c.Sha256} {c.Runtime} {c.Device}").Distinct().Order(StringComparer.Ordinal)).Append('\n');
        foreach (var category in categories)
        {
            foreach (var photo in category.Train.Concat(category.Validation))
            {
                text.Append(photo.Id).Append(' ').Append(photo.IsAnomalous).Append(' ').Append(category.Ledger[photo.Path].Sha256).Append('\n');
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private string Label() => Subject.Length > 0 ? $"{Subject}: " : "";
}
