using MLPipeline.Scores;

namespace MLPipeline.Reports;

/// <summary>Compares the runs on one category.</summary>
internal static class CategoryComparer
{
    /// <summary>The cells of a category, and what keeps its runs from being compared.</summary>
    public static (ComparedCategory Category, IReadOnlyList<string> Warnings) Compare(string name, IReadOnlyList<RunFolder> runs, IReadOnlyList<string> names)
    {
        var warnings = new List<string>();
        var found = runs.Select(r => r.Categories.FirstOrDefault(c => c.Name == name)).ToList();
        var first = found[0];
        if (first is null)
        {
            warnings.Add($"{name}: {names[0]} has no such category, so nothing can be held against it.");
        }

        var cells = found.Select((own, run) =>
        {
            if (own is null)
            {
                return null;
            }

            (AurocComparison? Difference, DecisionComparison? Decisions, string? NotTested)? paired = run == 0 || first is null ? null : Paired(name, first, own, names[0], names[run], warnings);
            return new ComparedCell
            {
                Auroc = Bootstrap.Auroc(own.Scores, own.Labels),
                AveragePrecision = Bootstrap.AveragePrecision(own.Scores, own.Labels),
                Counts = ImageMetrics.AtThreshold(own.Scores, own.Labels, own.Threshold),
                Figures = own.Figures,
                Difference = paired?.Difference,
                Decisions = paired?.Decisions,
                NotTested = run == 0 ? null : first is null ? $"{names[0]} has no such category" : paired?.NotTested,
            };
        });
        return (new(name, [.. cells]), warnings);
    }

    /// <summary>The tests on photos that both runs scored, or why there are none. A photo is what its bytes are, whatever its name.</summary>
    private static (AurocComparison? Difference, DecisionComparison? Decisions, string? NotTested) Paired(
        string category, RunCategory first, RunCategory own, string firstName, string ownName, List<string> warnings)
    {
        var byHash = first.Photos.Concat(own.Photos).All(p => p.Sha256 is not null);
        var pairs = Pairs(first.Photos, own.Photos, p => byHash ? p.Sha256! : p.Path);
        if (pairs.Count < first.Photos.Count || pairs.Count < own.Photos.Count)
        {
            var named = Pairs(first.Photos, own.Photos, p => p.Path);
            var changed = named.Count(p => p.First.Sha256 != p.Own.Sha256);
            var names = byHash && changed > 0 ? $" ({changed} of {named.Count} with the same name are other photos)" : "";
            warnings.Add(
                $"{category}: {firstName} scored {first.Photos.Count} photos and {ownName} {own.Photos.Count}, {pairs.Count} of them the same{names}; no test is made. Run both on the same dataset.");
            return (null, null, $"{pairs.Count} of {Math.Max(first.Photos.Count, own.Photos.Count)} photos are the same{names}");
        }

        if (pairs.FirstOrDefault(p => p.First.IsAnomalous != p.Own.IsAnomalous) is { First: { } odd })
        {
            warnings.Add($"{category}: {firstName} and {ownName} have different labels for {odd.Path}; no test is made.");
            return (null, null, "labels differ");
        }

        // Own - first, so that better than the first is positive.
        var difference = DeLong.Compare(
            pairs.Select(p => p.Own.Score).ToArray(), pairs.Select(p => p.First.Score).ToArray(), pairs.Select(p => p.First.IsAnomalous).ToArray());
        var decisions = McNemar.Compare(
            [.. pairs.Select(p => p.First.Predicted == p.First.IsAnomalous)], [.. pairs.Select(p => p.Own.Predicted == p.Own.IsAnomalous)]);
        var (bad, good) = (first.Labels.Count(l => l), first.Labels.Count(l => !l));
        return (difference, decisions, difference?.P is null ? $"{good} good and {bad} anomalous photos are too few, or the rankings are the same" : null);
    }

    private static List<(ScoreRow First, ScoreRow Own)> Pairs(IReadOnlyList<ScoreRow> first, IReadOnlyList<ScoreRow> own, Func<ScoreRow, string> key)
    {
        // The same bytes may be there twice, under two names.
        var others = own.OrderBy(p => p.Path, StringComparer.Ordinal).GroupBy(key).ToDictionary(g => g.Key, g => new Queue<ScoreRow>(g), StringComparer.Ordinal);
        return [.. first.OrderBy(p => p.Path, StringComparer.Ordinal)
            .Where(p => others.TryGetValue(key(p), out var left) && left.Count > 0)
            .Select(p => (p, others[key(p)].Dequeue()))];
    }
}
