namespace MLPipeline.Scores;

/// <summary>
/// Decides which members of an ensemble join, by good photos alone: a member whose out-of-fold log-scores have heavier tails
/// than the first member's is calm on most good photos and upset by a few, which become its false alarms.
/// </summary>
/// <remarks>
/// Member k joins if the L-kurtosis of its good log-scores (see <see cref="LMoments.Kurtosis"/>) is at most that of the first
/// member plus <see cref="GateOptions.Tolerance"/>. Why tails and not painted defects: docs/search.md.
/// </remarks>
public static class TailGate
{
    /// <summary>Judges the members.</summary>
    /// <param name="outOfFold">For each member the out-of-fold scores of the same good photos; the first member always joins.</param>
    /// <param name="options">Tolerance, fewest photos; null lets every member join.</param>
    public static IReadOnlyList<GateVerdict> Judge(IReadOnlyList<IReadOnlyCollection<float>> outOfFold, GateOptions? options)
    {
        double?[] tails = [.. outOfFold.Select(scores => options is not null && scores.Count >= options.FewestPhotos ? TailsOf(scores) : (double?)null)];
        return [.. tails.Select((t, k) => new GateVerdict(t, k > 0 ? tails[0] + options?.Tolerance : null, k == 0 || !(t > tails[0] + options?.Tolerance)))];
    }

    private static double TailsOf(IReadOnlyCollection<float> scores) => LMoments.Kurtosis(LogScores.Of(scores).Values);
}

/// <summary>What the gate says of a member.</summary>
/// <param name="Tails">The L-kurtosis of its good log-scores; null where the gate was not asked or the photos are too few.</param>
/// <param name="Limit">The largest that joins; null for the first member, and where the gate was not asked.</param>
/// <param name="Joins">Whether the member joins.</param>
public sealed record GateVerdict(double? Tails, double? Limit, bool Joins);
