using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>What is to be said of a category whose files were read, in a run as in an inspection.</summary>
/// <param name="Category">The category, with the masks that can be used.</param>
/// <param name="DistinctGood">The number of readable good training photos of different contents.</param>
/// <param name="Findings">What was found.</param>
internal sealed record CategoryChecks(Category Category, int DistinctGood, IReadOnlyList<Finding> Findings)
{
    /// <summary>Checks a category.</summary>
    /// <param name="category">The category; its photos should be in its ledger.</param>
    /// <param name="targetFpr">The false-positive rate that the threshold shall keep; null where the caller looks after it.</param>
    /// <param name="parallel">Cores and cancellation.</param>
    /// <param name="withCopies">Whether to look for copies in it.</param>
    public static CategoryChecks Of(Category category, double? targetFpr, ParallelOptions parallel, bool withCopies = true)
    {
        var good = category.Train.Select(p => category.Ledger[p.Path]).Where(f => f.Problem is null).ToList();
        var distinct = good.DistinctBy(f => f.Sha256).Count();
        var masks = MaskChecks.Of(category, parallel);
        return new(
            masks.Category,
            distinct,
            [
                .. withCopies ? DuplicateChecks.Exact(category.Photos, category.Ledger) : [],
                .. ImageChecks.Of(category),
                .. FormChecks.Of(category),
                .. masks.Findings,
                .. TooFew(category.Name, good.Count, distinct, targetFpr),
            ]);
    }

    /// <summary>Passes on what is more than good to know.</summary>
    public void Tell(IRunProgress progress)
    {
        foreach (var finding in Findings.Where(f => f.Severity != Severity.Info))
        {
            progress.Warning(finding.ToString());
        }
    }

    private static IEnumerable<Finding> TooFew(string category, int good, int distinct, double? targetFpr)
    {
        var which = good == distinct ? $"{good} usable good photo(s)" : $"{distinct} different photo(s) among {good} usable good ones";

        // Below that, the reading of the dataset has said so already where the files alone are so few.
        if (distinct < Dataset.FewGoodPhotos && distinct < good)
        {
            yield return new Finding(
                Severity.Warning, category, $"only {which} to learn from; below {Dataset.FewGoodPhotos} the threshold is a guess.",
                "Copies teach nothing: add photos of other good products, 100 or more are better.", []);
        }

        if (targetFpr is { } fpr && Inspection.GoodPhotosFor(fpr) is var needed && distinct < needed)
        {
            yield return new Finding(
                Severity.Warning,
                category,
                FormattableString.Invariant($"{which} cannot guarantee a false-positive rate of {100 * fpr:0.##} %: that takes {needed}."),
                FormattableString.Invariant($"Add {needed - distinct} good photo(s), or aim at {100.0 / (distinct + 1):0.##} % or more."),
                []);
        }
    }
}
