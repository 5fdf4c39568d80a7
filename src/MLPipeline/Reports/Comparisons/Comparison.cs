using MLPipeline.Scores;

namespace MLPipeline.Reports;

/// <summary>
/// Runs side by side. Each is held against the first: per category the difference of the AUROC with DeLong's interval and
/// p-value (Holm over all of these tests), over the categories by Wilcoxon's test; all together by Friedman's.
/// </summary>
public sealed record Comparison
{
    /// <summary>Categories from which on a test over categories is made: with fewer it could not find anything.</summary>
    public const int FewestForTests = 5;

    /// <summary>Names of the runs, distinct; the first is the one that the others are held against.</summary>
    public required IReadOnlyList<string> Runs { get; init; }

    /// <summary>The categories that any run has, ordinal by name.</summary>
    public required IReadOnlyList<ComparedCategory> Categories { get; init; }

    /// <summary>Each run over the categories that all runs have.</summary>
    public required IReadOnlyList<ComparedRun> Overall { get; init; }

    /// <summary>Number of the categories that every run has, with an AUROC.</summary>
    public required int Shared { get; init; }

    /// <summary>Friedman's test; null with fewer than five shared categories or fewer than three runs.</summary>
    public required FriedmanResult? Friedman { get; init; }

    /// <summary>What keeps runs from being compared, one sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Compares runs.</summary>
    /// <param name="runs">Two or more; the first is what the others are held against.</param>
    /// <exception cref="ArgumentException">There are fewer than two runs.</exception>
    public static Comparison Of(IReadOnlyList<RunFolder> runs)
    {
        if (runs.Count < 2)
        {
            throw new ArgumentException($"A comparison needs two runs or more, but {(runs.Count == 0 ? "none is given" : $"only {runs[0].Path} is given")}.");
        }

        var warnings = new List<string>();
        var names = DistinctNames(runs);
        var categories = runs.SelectMany(r => r.Categories.Select(c => c.Name)).Distinct().Order(StringComparer.Ordinal)
            .AsParallel().AsOrdered().Select(name => CategoryComparer.Compare(name, runs, names)).ToList();
        warnings.AddRange(categories.SelectMany(c => c.Warnings));
        var unhashed = names.Where((_, run) => runs[run].Categories.Any(c => c.Photos.Any(p => p.Sha256 is null))).ToList();
        if (unhashed.Count > 0)
        {
            warnings.Add($"Photos are paired by name, since the tables of {string.Join(", ", unhashed)} do not have their hashes.");
        }

        var adjusted = WithHolm([.. categories.Select(c => c.Category)]);
        var shared = adjusted.Where(c => c.Cells.All(cell => cell?.Auroc is not null)).ToList();
        if (shared.Count < adjusted.Count)
        {
            warnings.Add($"Means, wins and tests are over the {shared.Count} categories of {adjusted.Count} for which every run has an AUROC.");
        }

        IReadOnlyList<double>[] columns = [.. runs.Select((_, run) => (IReadOnlyList<double>)[.. shared.Select(c => c.Cells[run]!.Auroc!.Estimate)])];
        return new()
        {
            Runs = names,
            Categories = adjusted,
            Shared = shared.Count,
            Overall = [.. names.Select((name, run) => Overview(name, run, columns, shared))],
            Friedman = shared.Count >= FewestForTests && runs.Count >= 3
                ? Scores.Friedman.Test([.. shared.Select((_, row) => (IReadOnlyList<double>)[.. columns.Select(c => c[row])])])
                : null,
            Warnings = warnings,
        };
    }

    private static ComparedRun Overview(string name, int run, IReadOnlyList<double>[] columns, List<ComparedCategory> shared)
    {
        var own = columns[run];
        var worst = shared.MinBy(c => c.Cells[run]!.Auroc!.Estimate);
        var wins = Enumerable.Range(0, shared.Count).Sum(row =>
        {
            // Equal to twelve digits is equal: the same ranking reached by another sum. A shared first place is shared out.
            var best = columns.Where(c => Math.Abs(c[row] - columns.Max(other => other[row])) < 1e-12).ToList();
            return best.Contains(own) ? 1.0 / best.Count : 0;
        });
        return new(
            name,
            own.Count == 0 ? null : own.Average(),
            worst?.Cells[run]!.Auroc!.Estimate,
            worst?.Name,
            wins,
            Mean(shared.Select(c => c.Cells[run]!.AveragePrecision?.Estimate)),
            Mean(shared.Select(c => c.Cells[run]!.Counts.F1)),
            run > 0 && shared.Count >= FewestForTests ? Wilcoxon.SignedRank([.. own], [.. columns[0]]) : null);
    }

    private static double? Mean(IEnumerable<double?> values)
    {
        var known = values.OfType<double>().ToList();
        return known.Count == 0 ? null : known.Average();
    }

    /// <summary>Holm over every test of one kind: categories times runs but the first.</summary>
    private static List<ComparedCategory> WithHolm(List<ComparedCategory> categories)
    {
        var scores = Adjusted(categories, cell => cell.Difference?.P);
        var decisions = Adjusted(categories, cell => cell.Decisions?.P);
        return [.. categories.Select(c => c with
        {
            Cells = [.. c.Cells.Select(cell => cell is null ? null : cell with
            {
                HolmP = cell.Difference?.P is null ? null : scores.Dequeue(),
                DecisionsHolmP = cell.Decisions is null ? null : decisions.Dequeue(),
            })],
        })];
    }

    private static Queue<double> Adjusted(List<ComparedCategory> categories, Func<ComparedCell, double?> p) =>
        new(MultipleComparisons.Holm(categories.SelectMany(c => c.Cells.OfType<ComparedCell>().Select(p)).OfType<double>().ToArray()));

    /// <summary>The folders' names, with as much of the path in front as tells them apart.</summary>
    private static IReadOnlyList<string> DistinctNames(IReadOnlyList<RunFolder> runs)
    {
        string[] names = [.. runs.Select(r => r.Name)];
        return names.Distinct().Count() == names.Length ? names : [.. names.Select((name, i) =>
            names.Count(n => n == name) == 1 ? name : $"{Path.GetFileName(Path.GetDirectoryName(runs[i].Path))}/{name} ({i + 1})")];
    }
}
