using System.Text.Json;
using MLPipeline.Pipelines;

namespace MLPipeline.Search;

/// <summary>What an engine works with: the space, the budget, and a way to try a configuration.</summary>
public sealed class SearchSession
{
    private readonly Func<MemberOptions, CancellationToken, Trial> _run;
    private readonly Action<Trial> _done;
    private readonly Dictionary<string, Trial> _logged;
    private readonly Dictionary<string, Trial> _byKey = new(StringComparer.Ordinal);
    private readonly List<Trial> _trials = [];

    /// <summary>Opens a session.</summary>
    /// <param name="space">The configurations.</param>
    /// <param name="seed">Seed of the proposals.</param>
    /// <param name="maxTrials">The budget.</param>
    /// <param name="run">Tries a configuration; may throw, which becomes a failed trial.</param>
    /// <param name="logged">Trials of an earlier, interrupted search.</param>
    /// <param name="done">Receives each trial, also those that were answered from <paramref name="logged"/>.</param>
    public SearchSession(
        ConfigurationSpace space, int seed, int maxTrials, Func<MemberOptions, CancellationToken, Trial> run,
        IEnumerable<Trial>? logged = null, Action<Trial>? done = null)
    {
        Space = space;
        Seed = seed;
        MaxTrials = maxTrials;
        _run = run;
        _done = done ?? (_ => { });
        _logged = (logged ?? []).GroupBy(t => Key(t.Member)).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    }

    /// <summary>The configurations.</summary>
    public ConfigurationSpace Space { get; }

    /// <summary>Seed of the proposals.</summary>
    public int Seed { get; }

    /// <summary>The most trials.</summary>
    public int MaxTrials { get; }

    /// <summary>Whether all trials are used up.</summary>
    public bool IsOver => _trials.Count >= MaxTrials;

    /// <summary>The trials so far, by number.</summary>
    public IReadOnlyList<Trial> Trials => _trials;

    /// <summary>Whether a configuration was tried in this session.</summary>
    public bool Knows(SearchPoint point) => _byKey.ContainsKey(Key(Space.Member(Space.Repair(point))));

    /// <summary>
    /// Tries a configuration, which is first made valid and canonical (see <see cref="ConfigurationSpace.Repair"/>). One
    /// that was tried before costs nothing and uses up no trial. A trial that fails is an outcome, never an exception.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled; there is no trial then.</exception>
    /// <exception cref="InvalidOperationException">The session is over, and the configuration is new.</exception>
    public TrialOutcome Evaluate(SearchPoint point, CancellationToken cancel)
    {
        var valid = Space.Repair(point);
        var trial = Evaluate(Space.Member(valid), cancel);
        return new(trial.Objective is { } objective ? -objective : double.MaxValue, Space.Cost(valid), trial);
    }

    /// <summary>Tries a member as it stands.</summary>
    internal Trial Evaluate(MemberOptions member, CancellationToken cancel)
    {
        var key = Key(member);
        if (_byKey.TryGetValue(key, out var known))
        {
            return known;
        }

        if (IsOver)
        {
            throw new InvalidOperationException($"All {MaxTrials} trials are used up.");
        }

        cancel.ThrowIfCancellationRequested();
        var trial = (_logged.TryGetValue(key, out var logged) ? logged : Run(member, cancel)) with { Number = _trials.Count };
        _byKey[key] = trial;
        _trials.Add(trial);
        _done(trial);
        return trial;
    }

    private Trial Run(MemberOptions member, CancellationToken cancel)
    {
        try
        {
            return _run(member, cancel);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested && error is not OutOfMemoryException)
        {
            return new() { Number = 0, Member = member, Error = error.Message };
        }
        catch (Exception error) when (cancel.IsCancellationRequested && error is not OperationCanceledException)
        {
            throw new OperationCanceledException(cancel);
        }
    }

    // What an ensemble takes from a member, and how much, changes nothing about its scores.
    private static string Key(MemberOptions member) => JsonSerializer.Serialize(member with { Gives = MemberRole.Both, Weight = 1 }, PipelineJson.Options);
}

/// <summary>What a trial gave.</summary>
/// <param name="Loss">Minus the margin, so lower is better; <see cref="double.MaxValue"/> if the trial failed.</param>
/// <param name="Cost">What its featurizer costs per photo, see <see cref="ConfigurationSpace.Cost"/>; the same on every machine.</param>
/// <param name="Trial">The trial.</param>
public sealed record TrialOutcome(double Loss, double Cost, Trial Trial);
