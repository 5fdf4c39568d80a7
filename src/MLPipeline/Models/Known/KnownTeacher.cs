using MLPipeline.Compute;

namespace MLPipeline.Models;

/// <summary>
/// Lets known defects teach on top of a detector of good photos: score = z + G t, with z its standardised score and t the
/// <see cref="KnownDirection"/>. Strong shrinkage and a small fixed weight keep it from being worse on defects that nobody has seen.
/// </summary>
/// <param name="good">How good photos deviate.</param>
/// <param name="scores">Their standardised scores, out of fold.</param>
internal sealed class KnownTeacher(GoodDeviations good, IReadOnlyList<double> scores)
{
    /// <summary>Learns from all known defects, at least one.</summary>
    public Taught Teach(IReadOnlyList<KnownDefect> known)
    {
        var kinds = known.GroupBy(d => d.Kind).OrderBy(k => k.Key, StringComparer.Ordinal).ToDictionary(k => k.Key, k => k.Count());
        var (shrinkage, weight) = Strength(known.Count);
        var discriminant = new ShrunkDiscriminant(good.Center, good.Covariance, shrinkage);
        var (like, byGroup) = Worth(known, d => d.Group, discriminant, weight);
        var (other, _) = Worth(known, d => d.Kind, discriminant, weight);
        var harmful = other is { IsLoss: true };
        return new(
            KnownDirection.Of(good, discriminant, [.. known.Select(d => d.Deviation)]),
            new(kinds, harmful ? 0 : weight, like, other),
            harmful ? [.. known.Select(d => d.Score)] : byGroup);
    }

    /// <summary>Shrinkage and weight for a number of known defects: the more, the closer the direction may follow them (see <c>docs/weakly-supervised.md</c>).</summary>
    private static (double Shrinkage, double Weight) Strength(int count) => count switch
    {
        < 3 => (0.9, 0.2),
        < 5 => (0.9, 0.3),
        < 10 => (0.7, 0.3),
        _ => (0.7, 0.4),
    };

    /// <summary>Scores each part of the known defects by what the other parts teach. Without other parts a score stays as it was.</summary>
    private (KnownWorth? Worth, double[] Scores) Worth<T>(
        IReadOnlyList<KnownDefect> known, Func<KnownDefect, T> part, ShrunkDiscriminant discriminant, double weight)
    {
        var taught = known.Select(d => d.Score).ToArray();
        var parts = Enumerable.Range(0, known.Count).GroupBy(i => part(known[i])).ToArray();
        if (parts.Length < 2)
        {
            return (null, taught);
        }

        var before = new double[known.Count];
        var after = new double[known.Count];
        var plain = scores.Order().ToArray();
        foreach (var held in parts)
        {
            var direction = KnownDirection.Of(good, discriminant, [.. known.Where((_, i) => !held.Contains(i)).Select(d => d.Deviation)]);
            var whole = scores.Select((s, i) => s + (weight * direction.Apply(good.Photos[i]))).Order().ToArray();
            foreach (var i in held)
            {
                taught[i] += weight * direction.Apply(known[i].Deviation);
                before[i] = ShareBelow(plain, known[i].Score);
                after[i] = ShareBelow(whole, taught[i]);
            }
        }

        var gains = after.Zip(before, (a, b) => a - b).ToArray();
        var mean = gains.Average();
        var error = Math.Sqrt(gains.Sum(g => (g - mean) * (g - mean)) / (gains.Length - 1) / gains.Length);
        return (new(before.Average(), after.Average(), error), taught);
    }

    /// <summary>The share of the good scores that a defect's is above; its mean over defects is the AUROC.</summary>
    private static double ShareBelow(double[] sorted, double score)
    {
        var below = sorted.Count(s => s < score);
        return (below + (sorted.Count(s => s == score) / 2.0)) / sorted.Length;
    }
}

/// <summary>What a teacher has learned.</summary>
/// <param name="Direction">The direction.</param>
/// <param name="Lesson">How much it counts and what it is worth.</param>
/// <param name="Scores">For each known defect the score of the whole by what the others teach: nothing is chosen by a score that it made itself.</param>
internal sealed record Taught(KnownDirection Direction, KnownLesson Lesson, double[] Scores);
