using MLPipeline.Metrics;

namespace MLPipeline.Reports.Comparisons;

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
            throw new ArgumentException($"A comparison needs two runs or more, but there are {runs.Count}.", nameof(runs));
        }

        var warnings = new List<string>();
        var names = DistinctNames(runs);
        var categories = runs.SelectMany(r => r.Categories.Select(c => c.Name)).Distinct().Order(StringComparer.Ordinal)
            .AsParallel().AsOrdered().Select(name => CategoryComparer.Compare(name, runs, names)).ToList();
        warnings.AddRange(categories.SelectMany(c => c.Warnings));
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
                ? Metrics.Friedman.Test([.. shared.Select((_, row) => (IReadOnlyList<double>)[.. columns.Select(c => c[row])])])
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

    /// <summary>Holm over every test of the comparison: categories times runs but the first.</summary>
    private static List<ComparedCategory> WithHolm(List<ComparedCategory> categories)
    {
        var tests = categories.SelectMany(c => c.Cells.Select(cell => cell?.Difference?.P)).OfType<double>().ToArray();
        var adjusted = new Queue<double>(MultipleComparisons.Holm(tests));
        return [.. categories.Select(c => c with
        {
            Cells = [.. c.Cells.Select(cell => cell?.Difference?.P is null ? cell : cell with { HolmP = adjusted.Dequeue() })],
        })];
    }

    /// <summary>The folders' names, with as much of the path in front as tells them apart.</summary>
    private static IReadOnlyList<string> DistinctNames(IReadOnlyList<RunFolder> runs)
    {
        string[] names = [.. runs.Select(r => r.Name)];
        return names.Distinct().Count() == names.Length ? names : [.. names.Select((name, i) =>
            names.Count(n => n == name) == 1 ? name : $"{Path.GetFileName(Path.GetDirectoryName(runs[i].Path))}/{name} ({i + 1})")];
    }
}

/// <summary>One category of a comparison.</summary>
/// <param name="Name">The category.</param>
/// <param name="Cells">One per run; null where the run has no such category.</param>
public sealed record ComparedCategory(string Name, IReadOnlyList<ComparedCell?> Cells);

/// <summary>One run on one category.</summary>
public sealed record ComparedCell
{
    /// <summary>Image AUROC with a bootstrap interval of 95 %; null if there is one class only.</summary>
    public required Interval? Auroc { get; init; }

    /// <summary>Image average precision with a bootstrap interval of 95 %; null if there is one class only.</summary>
    public required Interval? AveragePrecision { get; init; }

    /// <summary>Counts at the run's own threshold.</summary>
    public required ConfusionCounts Counts { get; init; }

    /// <summary>Against the first run: DeLong's test on the same photos; null for the first run itself and where the photos differ.</summary>
    public AurocComparison? Difference { get; init; }

    /// <summary>The p-value of <see cref="Difference"/>, adjusted for the number of tests by Holm's method.</summary>
    public double? HolmP { get; init; }
}

/// <summary>One run over the shared categories.</summary>
/// <param name="Name">The run.</param>
/// <param name="MeanAuroc">Mean image AUROC; null without a shared category.</param>
/// <param name="WorstAuroc">The lowest.</param>
/// <param name="WorstCategory">Where it is.</param>
/// <param name="Wins">Categories in which it is the best; a tie is shared out.</param>
/// <param name="MeanAp">Mean average precision. Its chance level differs by category.</param>
/// <param name="MeanF1">Mean F1 at the run's thresholds.</param>
/// <param name="AgainstFirst">Wilcoxon's test of the AUROCs against those of the first run; null for the first run and with fewer than five categories.</param>
public sealed record ComparedRun(
    string Name, double? MeanAuroc, double? WorstAuroc, string? WorstCategory, double Wins, double? MeanAp, double? MeanF1, WilcoxonResult? AgainstFirst);
