namespace MLPipeline.Scores;

/// <summary>
/// The limit that at most a given share of new good photos exceeds, from the scores of good photos that the model has not
/// seen: the split-conformal quantile, the k-th smallest of n scores with k = ceil((n + 1)(1 - share)) (Vovk et al. 2005;
/// Angelopoulos and Bates 2021, equation 1).
/// </summary>
internal static class ConformalQuantile
{
    /// <summary>The smallest share that <paramref name="count"/> good photos support: 1 / (n + 1).</summary>
    public static double SmallestShare(int count) => 1.0 / (count + 1);

    /// <summary>The limit; a photo is anomalous if its score is larger.</summary>
    /// <param name="goodScores">Held-out or out-of-fold scores of good photos.</param>
    /// <param name="share">The target false-positive rate, in (0, 1).</param>
    /// <returns>The limit: the largest score where the photos are too few for the share (see <see cref="SmallestShare"/>).</returns>
    /// <exception cref="ArgumentException">There are no scores.</exception>
    public static float Limit(IReadOnlyCollection<float> goodScores, double share)
    {
        if (goodScores.Count == 0)
        {
            throw new ArgumentException("A threshold needs the score of at least one good photo.", nameof(goodScores));
        }

        var sorted = goodScores.Order().ToArray();
        var k = (int)Math.Ceiling(((sorted.Length + 1) * (1 - share)) - 1e-9);
        return sorted[Math.Clamp(k, 1, sorted.Length) - 1];
    }
}
