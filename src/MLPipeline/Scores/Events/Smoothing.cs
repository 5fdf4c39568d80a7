namespace MLPipeline.Scores;

/// <summary>Smooths the scores of a clip over time. Scores are capped first, so that a strong event does not linger.</summary>
public static class Smoothing
{
    /// <summary>Evidence above this is as good as certain.</summary>
    public const double Cap = 8;

    /// <summary>What a step keeps of what was.</summary>
    public const double Keep = 0.5;

    /// <summary>Exponential, by what has been seen so far, as a camera can.</summary>
    public static double[] Causal(IReadOnlyList<double> scores)
    {
        var smooth = new double[scores.Count];
        for (var i = 0; i < smooth.Length; i++)
        {
            smooth[i] = Next(i == 0 ? null : smooth[i - 1], scores[i]);
        }

        return smooth;
    }

    /// <summary>One step of <see cref="Causal"/>.</summary>
    /// <param name="before">The smoothed score of the frame before; null at the start of a clip.</param>
    /// <param name="score">The score of this frame.</param>
    public static double Next(double? before, double score)
    {
        var capped = Math.Min(score, Cap);
        return before is { } b ? (Keep * b) + ((1 - Keep) * capped) : capped;
    }

    /// <summary>The mean over frames on both sides, where the whole clip is there. At the ends the last frame is repeated.</summary>
    /// <param name="scores">Scores of one clip.</param>
    /// <param name="frames">An odd number of frames.</param>
    public static double[] Centred(IReadOnlyList<double> scores, int frames = 9)
    {
        var half = frames / 2;
        return [.. Enumerable.Range(0, scores.Count).Select(i =>
            Enumerable.Range(i - half, frames).Average(k => Math.Min(scores[Math.Clamp(k, 0, scores.Count - 1)], Cap)))];
    }
}
