namespace MLPipeline.Models;

/// <summary>What the known defects of a category taught its detector.</summary>
/// <param name="Kinds">How many defects of each kind are known, in the order of the names.</param>
/// <param name="Weight">How much they count beside the standardised score; 0 where they would do harm.</param>
/// <param name="Like">What they are worth on defects like the known ones: each group of them scored without having taught. Null for a single group.</param>
/// <param name="Other">What they are worth on defects of other kinds: each kind scored without having taught. Null for a single kind.</param>
public sealed record KnownLesson(IReadOnlyDictionary<string, int> Kinds, double Weight, KnownWorth? Like, KnownWorth? Other)
{
    /// <summary>How many defects are known.</summary>
    public int Count => Kinds.Values.Sum();
}

/// <summary>What known defects are worth on photos that did not teach.</summary>
/// <param name="Before">AUROC of these defects against the good photos, out of fold, by good photos alone.</param>
/// <param name="After">The same with what the others taught.</param>
/// <param name="Error">The standard error of the difference, over the defects.</param>
public sealed record KnownWorth(double Before, double After, double Error)
{
    /// <summary>Whether they lose more than a standard error.</summary>
    public bool IsLoss => After < Before - Error;
}
