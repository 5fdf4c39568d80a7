using MLPipeline.Scores;

namespace MLPipeline.Reports;

/// <summary>
/// Holds the share of good test photos that are flagged against what the threshold promised: the share that it had by
/// cross-fitting on good training photos, with its interval.
/// </summary>
internal static class FalseAlarmPromise
{
    /// <summary>What to say where the promise does not hold, one or two sentences; null where it holds or nothing was promised.</summary>
    public static string? Broken(ThresholdEstimate? chosen, ConfusionCounts counts)
    {
        if (chosen is null || counts.FalsePositiveRate is not { } rate)
        {
            return null;
        }

        var good = counts.FalsePositives + counts.TrueNegatives;
        var (promised, seen) = (chosen.FalsePositiveRate, BinomialInterval.Of(counts.FalsePositives, (int)good));
        var found = $"{Percent(rate)} of the good test photos are flagged ({counts.FalsePositives} of {good}), where {Percent(promised.Estimate)} " +
            $"[{Percent(promised.Lower)}, {Percent(promised.Upper)}] were promised by the good training photos";
        if (rate > promised.Upper)
        {
            return seen.Lower > promised.Upper
                ? $"{found}. Chance does not explain that: usually the test photos come from another place, time, lamp or camera than the training photos. " +
                  "Train on good photos of all of them, and expect the rate of the test photos in use."
                : $"{found}. With so few good test photos chance alone may explain it; or they come from another place or time than the training photos.";
        }

        // A few photos without a false alarm say nothing; many do.
        return seen.Upper < promised.Lower
            ? $"{found}. Usually the test photos are more alike than the training photos; in use there may be more false alarms than here."
            : null;
    }

    private static string Percent(double share) => FormattableString.Invariant($"{100 * share:0.#} %");
}
