using MLPipeline.Pipelines;

namespace MLPipeline.Search;

/// <summary>
/// Chooses the members of the winner: the pipeline's own to begin with, then at each step the trial that raises the
/// margin most, as long as the gain is clear.
/// </summary>
/// <remarks>
/// A greedy forward selection (Caruana et al. 2004), held back twice: the start is a prior that has proved itself on many
/// products, and painted anomalies are a proxy that rewards what they happen to look like. A free choice by the same figures
/// is worse than no search. A gain in every kind of anomaly counts, because what only some kinds show is more likely a taste
/// of the painting than a virtue of the detector. It is measured by what is missing to the top, because kinds that are nearly
/// all found can gain little and say much.
/// </remarks>
public static class EnsembleSelection
{
    /// <summary>
    /// A share of the margin's range: a kind that lacks less has nothing left to gain, and an ensemble that gains less on the
    /// whole is not worth running another network for.
    /// </summary>
    private const double Trifle = 0.01;

    /// <summary>Selects.</summary>
    /// <param name="trials">The score tables of each trial by category; null where a trial failed.</param>
    /// <param name="start">The first members, as indices into <paramref name="trials"/>.</param>
    /// <param name="options">Least gain, standard errors, most members.</param>
    /// <param name="seed">Seed of the standard errors.</param>
    /// <param name="weights">The weight of each trial as a member; null for equal ones.</param>
    /// <returns>The path: the start, the steps taken, and last the step that was not clear enough, where there is one.</returns>
    public static IReadOnlyList<SelectionStep> Select(
        IReadOnlyList<IReadOnlyList<ScoreTable>?> trials, IReadOnlyList<int> start, SearchOptions options, int seed,
        IReadOnlyList<double>? weights = null)
    {
        var members = start.Where(i => trials[i] is not null).ToList();
        if (members.Count == 0)
        {
            // Without the default's own figures nothing can be said to be better than it.
            return [.. start.Select(i => new SelectionStep(i, null, null, null, null, true))];
        }

        var current = new Candidate(members[^1], Join(trials, members, weights));
        var path = members.Select((m, i) => new SelectionStep(m, i == members.Count - 1 ? current.Objective : null, null, null, null, true)).ToList();
        while (members.Count < options.MaxMembers)
        {
            var candidates = Enumerable.Range(0, trials.Count)
                .Where(i => trials[i] is not null && !members.Contains(i))
                .Select(i => new Candidate(i, Join(trials, [.. members, i], weights)))
                .OrderByDescending(c => c.Objective).ThenBy(c => c.Trial)
                .ToArray();
            if (candidates.Length == 0)
            {
                break;
            }

            var clear = candidates.FirstOrDefault(c => c.WorstGain(current) >= options.MinGain);
            var best = clear ?? candidates[0];
            var gain = best.Objective - current.Objective;
            var error = Margin.GainError(current.Tables, best.Tables, seed);
            var accepted = clear is not null && gain > Math.Max(Trifle * Margin.Range, options.StandardErrors * error);
            path.Add(new(best.Trial, best.Objective, gain, best.WorstGain(current), error, accepted));
            if (!accepted)
            {
                break;
            }

            members.Add(best.Trial);
            current = best;
        }

        return path;
    }

    private static ScoreTable[] Join(IReadOnlyList<IReadOnlyList<ScoreTable>?> trials, List<int> members, IReadOnlyList<double>? weights) =>
        [.. Enumerable.Range(0, trials[members[0]]!.Count).Select(c => ScoreTable.Combine([.. members.Select(m => trials[m]![c])], [.. members.Select(m => weights?[m] ?? 1)]))];

    /// <summary>The ensemble with a trial as its last member.</summary>
    private sealed class Candidate(int trial, ScoreTable[] tables)
    {
        private readonly double[] _byKind = Margin.ByKind(tables);

        public int Trial => trial;

        public ScoreTable[] Tables => tables;

        public double Objective { get; } = Margin.Of(tables);

        /// <summary>The least gain of any kind, as a share of what it lacked before; 0 where no kind lacked anything.</summary>
        public double WorstGain(Candidate before) => _byKind.Zip(before._byKind)
            .Where(m => Margin.High - m.Second > Trifle * Margin.Range)
            .Select(m => (m.First - m.Second) / (Margin.High - m.Second))
            .DefaultIfEmpty(0)
            .Min();
    }
}

/// <summary>One step of the path to the winner.</summary>
/// <param name="Trial">The trial that joined or would have joined.</param>
/// <param name="Objective">The margin of the ensemble with it; null where it was not measured.</param>
/// <param name="Gain">What it adds to the margin; null for the start.</param>
/// <param name="WorstGain">The least gain of any kind of anomaly, as a share of what the kind lacked to the top of the margin; null for the start.</param>
/// <param name="StandardError">Of the gain, over photos; null for the start.</param>
/// <param name="Accepted">Whether it became a member.</param>
public sealed record SelectionStep(int Trial, double? Objective, double? Gain, double? WorstGain, double? StandardError, bool Accepted);
