namespace MLPipeline.Search;

/// <summary>
/// Chooses the members of the winner: the pipeline's own to begin with, then at each step the trial that raises the
/// margin most, as long as the gain is clear.
/// </summary>
/// <remarks>
/// A greedy forward selection (Caruana et al. 2004), held back twice: the start is a prior that has proved itself on many
/// products, and painted anomalies are a proxy that rewards what they happen to look like. A free choice by the same figures
/// is worse than no search.
/// </remarks>
public static class EnsembleSelection
{
    /// <summary>Selects.</summary>
    /// <param name="trials">The score tables of each trial by category; null where a trial failed.</param>
    /// <param name="start">The first members, as indices into <paramref name="trials"/>.</param>
    /// <param name="options">Least gain, standard errors, most members.</param>
    /// <param name="seed">Seed of the standard errors.</param>
    /// <returns>The path: the start, the steps taken, and last the step that was not clear enough, where there is one.</returns>
    public static IReadOnlyList<SelectionStep> Select(
        IReadOnlyList<IReadOnlyList<ScoreTable>?> trials, IReadOnlyList<int> start, SearchOptions options, int seed)
    {
        var members = start.Where(i => trials[i] is not null).ToList();
        if (members.Count == 0)
        {
            // Without the default's own figures nothing can be said to be better than it.
            return [.. start.Select(i => new SelectionStep(i, null, null, null, true))];
        }

        var current = Join(trials, members);
        var objective = Margin.Of(current);
        var path = members.Select((m, i) => new SelectionStep(m, i == members.Count - 1 ? objective : null, null, null, true)).ToList();
        while (members.Count < options.MaxMembers)
        {
            var best = Enumerable.Range(0, trials.Count)
                .Where(i => trials[i] is not null && !members.Contains(i))
                .Select(i => (Trial: i, Tables: Join(trials, [.. members, i])))
                .Select(c => (c.Trial, c.Tables, Objective: Margin.Of(c.Tables)))
                .OrderByDescending(c => c.Objective).ThenBy(c => c.Trial)
                .FirstOrDefault();
            if (best.Tables is null)
            {
                break;
            }

            var gain = best.Objective - objective;
            var error = Margin.GainError(current, best.Tables, seed);
            var clear = gain >= options.LeastGain * Margin.Range && gain > options.StandardErrors * error;
            path.Add(new(best.Trial, best.Objective, gain, error, clear));
            if (!clear)
            {
                break;
            }

            members.Add(best.Trial);
            (current, objective) = (best.Tables, best.Objective);
        }

        return path;
    }

    private static ScoreTable[] Join(IReadOnlyList<IReadOnlyList<ScoreTable>?> trials, List<int> members) =>
        [.. Enumerable.Range(0, trials[members[0]]!.Count).Select(c => ScoreTable.Combine([.. members.Select(m => trials[m]![c])]))];
}

/// <summary>One step of the path to the winner.</summary>
/// <param name="Trial">The trial that joined or would have joined.</param>
/// <param name="Objective">The margin of the ensemble with it; null where it was not measured.</param>
/// <param name="Gain">What it adds to the margin; null for the start.</param>
/// <param name="StandardError">Of the gain, over photos; null for the start.</param>
/// <param name="Accepted">Whether it became a member.</param>
public sealed record SelectionStep(int Trial, double? Objective, double? Gain, double? StandardError, bool Accepted);
