using System.Text.Json.Serialization;

namespace MLPipeline.Models;

/// <summary>What the known defects of a category taught its detector.</summary>
/// <param name="Kinds">How many defects of each kind are known, in the order of the names.</param>
/// <param name="Weight">How much they count beside the standardised score; 0 where they would do harm.</param>
/// <param name="Like">What they are worth on defects like the known ones: each group of them scored without having taught. Null for a single group.</param>
/// <param name="Other">What they are worth on defects of other kinds: each kind scored without having taught. Null for a single kind.</param>
public sealed record KnownLesson(IReadOnlyDictionary<string, int> Kinds, double Weight, KnownWorth? Like, KnownWorth? Other)
{
    /// <summary>The fewest defects of a kind for which a photo's similarity to it is told.</summary>
    public const int FewestOfKind = 5;

    /// <summary>The kinds that a model tells the similarity to, in the order of its column; none where no kind, or only one, has enough.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> HintKinds =>
        Kinds.Where(k => k.Value >= FewestOfKind).Select(k => k.Key).Order(StringComparer.Ordinal).ToList() is { Count: > 1 } kinds ? kinds : [];

    /// <summary>In words, for people.</summary>
    [JsonIgnore]
    public string Summary
    {
        get
        {
            var worths = new[] { Like?.Text("on defects like the known ones"), Other?.Text("on defects of other kinds") }.OfType<string>().ToArray();
            return $"{Count} known defects of {Kinds.Count} kind{(Kinds.Count == 1 ? "" : "s")} "
                + (Weight > 0 ? "teach the detector" : "teach nothing, because they would do harm")
                + (worths.Length == 0 ? "." : $"; AUROC {string.Join(", ", worths)} (out of fold, each scored without having taught).");
        }
    }

    /// <summary>How many defects are known.</summary>
    [JsonIgnore]
    public int Count => Kinds.Values.Sum();
}

/// <summary>What known defects are worth on photos that did not teach.</summary>
/// <param name="Before">AUROC of these defects against the good photos, out of fold, by good photos alone.</param>
/// <param name="After">The same with what the others taught.</param>
/// <param name="Error">The standard error of the difference, over the defects.</param>
public sealed record KnownWorth(double Before, double After, double Error)
{
    /// <summary>The figures with what they were measured on.</summary>
    internal string Text(string where) => FormattableString.Invariant($"{where} {100 * Before:0.0} to {100 * After:0.0}");

    /// <summary>Whether they lose more than a standard error.</summary>
    [JsonIgnore]
    public bool IsLoss => After < Before - Error;
}
