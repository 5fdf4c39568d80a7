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

            var difference = run == 0 || first is null ? null : Paired(name, first, own, names[0], names[run], warnings);
            return new ComparedCell
            {
                Auroc = Bootstrap.Auroc(own.Scores, own.Labels),
                AveragePrecision = Bootstrap.AveragePrecision(own.Scores, own.Labels),
                Counts = ImageMetrics.AtThreshold(own.Scores, own.Labels, own.Threshold),
                Difference = difference,
            };
        });
        return (new(name, [.. cells]), warnings);
    }

    /// <summary>DeLong's test; null with a warning where the two did not score the same photos with the same labels.</summary>
    private static AurocComparison? Paired(
        string category, RunCategory first, RunCategory own, string firstName, string ownName, List<string> warnings)
    {
        var photos = own.Photos.GroupBy(p => p.Path).ToDictionary(g => g.Key, g => g.First());
        var pairs = first.Photos.Where(p => photos.ContainsKey(p.Path)).Select(p => (First: p, Own: photos[p.Path])).ToList();
        if (pairs.Count < first.Photos.Count || pairs.Count < own.Photos.Count)
        {
            warnings.Add(
                $"{category}: {firstName} scored {first.Photos.Count} photos and {ownName} {own.Photos.Count}, {pairs.Count} of them the same; no test is made. Run both on the same dataset.");
            return null;
        }

        if (pairs.FirstOrDefault(p => p.First.IsAnomalous != p.Own.IsAnomalous) is { First: { } odd })
        {
            warnings.Add($"{category}: {firstName} and {ownName} have different labels for {odd.Path}; no test is made.");
            return null;
        }

        // Own - first, so that better than the first is positive.
        return DeLong.Compare(
            pairs.Select(p => p.Own.Score).ToArray(), pairs.Select(p => p.First.Score).ToArray(), pairs.Select(p => p.First.IsAnomalous).ToArray());
    }
}
