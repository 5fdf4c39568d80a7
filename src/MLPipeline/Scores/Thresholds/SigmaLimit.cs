using MathNet.Numerics.Distributions;

namespace MLPipeline.Scores;

/// <summary>
/// Mean plus k standard deviations of the good log-scores: exact where these are Gaussian, and able to reach rates that the
/// number of photos alone cannot show; wrong by an unknown amount where they are not.
/// </summary>
internal static class SigmaLimit
{
    /// <summary>The k that a Gaussian exceeds with probability <paramref name="share"/>.</summary>
    public static double SigmasFor(double share) => Normal.InvCDF(0, 1, 1 - share);

    /// <summary>The limit; a photo is anomalous if its score is larger.</summary>
    /// <param name="goodScores">Held-out or out-of-fold scores of good photos.</param>
    /// <param name="sigmas">k.</param>
    /// <exception cref="ArgumentException">There are no scores.</exception>
    public static float Limit(IReadOnlyCollection<float> goodScores, double sigmas)
    {
        var scores = LogScores.Of(goodScores);
        var mean = scores.Values.Average();
        var squares = scores.Values.Sum(v => (v - mean) * (v - mean));
        return scores.ToScore(mean + (sigmas * Math.Sqrt(squares / Math.Max(1, scores.Values.Length - 1))));
    }
}
