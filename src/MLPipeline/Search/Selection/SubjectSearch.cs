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

/// <summary>One search: for one category, or for all together.</summary>
internal sealed class SubjectSearch(
    PipelineOptions pipeline, ConfigurationSpace space, IReadOnlyList<Category> categories, FeatureStore store, string outFolder,
    IRunProgress progress, ISearchProgress? observer)
{
    private readonly PipelineOptions _pipeline = pipeline;
    private readonly SearchOptions _search = pipeline.Search!;

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
        var budget = Math.Max(_search.Trials, _pipeline.Members.Count);
        observer?.Begin(Subject, budget, time);
        var sets = new List<(ValidationSet Set, FeatureBank Bank)>();
        IReadOnlyList<Trial> trials = [];
        var stopped = false;
        try
        {
            Prepare(sets, limit.Token);
            if (sets.Count > 0)
            {
                using var log = TrialLog.Open(Path.Combine(Folder, SearchFiles.Log), Fingerprint());
                using var stage = progress.Stage(Subject, "search", budget, "trials");
                Tell(log);
                var session = Session(sets, log, budget, stage);
                trials = session.Trials;
                foreach (var member in _pipeline.Members)
                {
                    session.Evaluate(member, limit.Token);
                }

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
        var outcome = Choose(engine.Name, trials, sets, watch, stopped);
        SearchWriter.Write(Folder, outcome);
        observer?.End(outcome);
        return outcome;
    }

    private void Prepare(List<(ValidationSet Set, FeatureBank Bank)> sets, CancellationToken cancel)
    {
        var context = OnnxContext.Create(_pipeline.Seed);
        foreach (var category in categories)
        {
            try
            {
                var keep = _search.Synthetic.Keep ? Path.Combine(outFolder, category.Name, SearchFiles.Painted) : null;
                using var stage = progress.Stage(category.Name, "paint", 1, "sets");
                var set = ValidationSet.Make(category, _search, _pipeline.Seed, keep, cancel);
                sets.Add((set, new(context, store, set, space, progress)));
            }
            catch (DatasetException error) when (_search.Validation == ValidationKind.Synthetic || categories.Count > 1)
            {
                progress.Warning($"{error.Message} The category takes no part in the search.");
            }
        }
    }

    private SearchSession Session(List<(ValidationSet Set, FeatureBank Bank)> sets, TrialLog log, int budget, IStage stage)
    {
        Trial? best = null;
        var runner = new TrialRunner(OnnxContext.Create(_pipeline.Seed), sets);
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
        string engine, IReadOnlyList<Trial> trials, List<(ValidationSet Set, FeatureBank Bank)> sets, Stopwatch watch, bool stopped)
    {
        var measured = trials.Count >= _pipeline.Members.Count;
        IReadOnlyList<SelectionStep> path = measured
            ? EnsembleSelection.Select([.. trials.Select(t => t.Scores)], [.. Enumerable.Range(0, _pipeline.Members.Count)], _search, _pipeline.Seed)
            : [.. _pipeline.Members.Select((_, i) => new SelectionStep(i, null, null, null, null, true))];
        var rule = _search.Thresholds && _pipeline.Threshold.Rule == ThresholdRule.Conformal ? ThresholdRule.Auto : _pipeline.Threshold.Rule;
        return new()
        {
            Subject = Subject,
            Engine = engine,
            Validation = _search.Validation,
            Photos = (sets.Sum(s => s.Set.HeldOut.Count), sets.Sum(s => s.Set.Anomalies)),
            Trials = trials,
            Path = path,
            Winner = _pipeline with
            {
                Members = measured ? [.. path.Where(s => s.Accepted).Select(s => trials[s.Trial].Member)] : _pipeline.Members,
                Threshold = _pipeline.Threshold with { Rule = rule },
                Search = null,
            },
            Seconds = watch.Elapsed.TotalSeconds,
            Stopped = stopped,
        };
    }

    /// <summary>All that the figures of a trial depend on but its configuration.</summary>
    private string Fingerprint()
    {
        var text = new StringBuilder();
        text.Append(BuildVersion.Own).Append('\n').Append(_pipeline.Seed).Append('\n');
        text.Append(_search.HoldOut).Append(' ').Append(_search.MaxHeldOut).Append(' ').Append(_search.Validation).Append('\n');
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
