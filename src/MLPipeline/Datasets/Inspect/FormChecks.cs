using System.Globalization;
using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>
/// Whether the form of the files alone tells good photos from bad ones, or those of the test from those of the training: then a figure
/// may measure the way photos were saved.
/// </summary>
internal static class FormChecks
{
    /// <summary>With fewer photos on one side, a difference is chance.</summary>
    private const int Fewest = 3;

    /// <summary>The share of the smaller side that may be on the wrong side.</summary>
    private const double Exceptions = 0.05;

    public static IEnumerable<Finding> Of(Category category)
    {
        var train = Read(category, category.Train);
        var good = Read(category, category.Test.Where(p => !p.IsAnomalous));
        var bad = Read(category, category.Test.Where(p => p.IsAnomalous));
        if (Differences(good, bad) is { Count: > 0 } telling)
        {
            yield return new Finding(
                Severity.Warning, category.Name,
                $"the form of the files alone tells good test photos from bad ones, without a look at the product: {Words.Some(telling, 5)}.",
                "Take and save both in the same way: a figure measured on these says little.",
                []);
        }

        if (Differences(train, good) is { Count: > 0 } other)
        {
            yield return new Finding(
                Severity.Warning, category.Name,
                $"the good test photos have another form than the training photos: {Words.Some(other, 5)}.",
                "Take and save both in the same way: false alarms may come from the form.",
                []);
        }
    }

    private static List<PhotoFacts> Read(Category category, IEnumerable<Photo> photos) =>
        [.. photos.Select(p => category.Ledger[p.Path]).Where(f => f.Problem is null)];

    private static List<string> Differences(List<PhotoFacts> a, List<PhotoFacts> b)
    {
        if (a.Count < Fewest || b.Count < Fewest)
        {
            return [];
        }

        List<string?> found =
        [
            ByKind("format", a, b, f => f.Format),
            ByKind("colours", a, b, f => f.Mode),
            ByKind("size", a, b, f => string.Create(CultureInfo.InvariantCulture, $"{f.Width} x {f.Height}")) ?? ByNumber("pixels", a, b, f => f.Pixels),
            ByNumber("width / height", a, b, f => Math.Round(f.AspectRatio, 2)),
            ByNumber("JPEG quality", a, b, f => f.JpegQuality),
        ];
        return [.. found.OfType<string>()];
    }

    /// <summary>Where each value stands on one side, but for a few exceptions, and comes often enough to be a kind.</summary>
    private static string? ByKind(string name, List<PhotoFacts> a, List<PhotoFacts> b, Func<PhotoFacts, string> value)
    {
        var (left, right) = (a.CountBy(value).ToDictionary(), b.CountBy(value).ToDictionary());
        var kinds = left.Keys.Union(right.Keys).ToList();
        var wrong = kinds.Sum(k => Math.Min(left.GetValueOrDefault(k), right.GetValueOrDefault(k)));
        return wrong <= Exceptions * Math.Min(a.Count, b.Count) && kinds.Count * Fewest <= a.Count + b.Count && kinds.Count > 1
            ? $"{name} ({Most(left)} / {Most(right)})" : null;
    }

    /// <summary>Where one limit parts the sides, but for a few exceptions.</summary>
    private static string? ByNumber(string name, List<PhotoFacts> a, List<PhotoFacts> b, Func<PhotoFacts, double?> value)
    {
        var (left, right) = (a.Select(value).OfType<double>().Order().ToArray(), b.Select(value).OfType<double>().Order().ToArray());
        if (left.Length <= Fewest || right.Length <= Fewest || left.Length < a.Count || right.Length < b.Count)
        {
            return null;
        }

        var wrong = (int)(Exceptions * Math.Min(left.Length, right.Length));
        bool IsBelow(double[] low, double[] high) => low[^(1 + wrong)] < high[0] || low[^1] < high[wrong];
        return IsBelow(left, right) || IsBelow(right, left)
            ? string.Create(CultureInfo.InvariantCulture, $"{name} ({left[left.Length / 2]} / {right[right.Length / 2]})") : null;
    }

    private static string Most(Dictionary<string, int> counts) => counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).First().Key;
}
