namespace MLPipeline.Scores;

/// <summary>
/// A generalised Pareto distribution over the largest good log-scores, the limit law of exceedances (Pickands 1975): its
/// quantile extrapolates beyond the largest score with an honest tail.
/// </summary>
/// <remarks>
/// With u the score that a quarter of the photos exceed, y = score - u has P(Y > y) = (1 + xi y / sigma)^(-1/xi). Both
/// parameters come from probability-weighted moments (Hosking and Wallis 1987, section 3), which are steady on few
/// exceedances: a0 = mean of y, a1 = mean of y_(i) (n - i)/(n - 1) in ascending order, xi = 2 - a0/(a0 - 2 a1),
/// sigma = 2 a0 a1/(a0 - 2 a1).
/// </remarks>
internal static class ParetoTail
{
    /// <summary>Share of the photos that the tail is fitted to.</summary>
    public const double TailShare = 0.25;

    private const int FewestExceedances = 5;

    /// <summary>The limit; a photo is anomalous if its score is larger.</summary>
    /// <param name="goodScores">Held-out or out-of-fold scores of good photos.</param>
    /// <param name="share">The target false-positive rate, in (0, 1).</param>
    /// <returns>
    /// The limit; the conformal one where the share lies within the body of the distribution, or where fewer than five
    /// photos are in the tail.
    /// </returns>
    /// <exception cref="ArgumentException">There are no scores.</exception>
    public static float Limit(IReadOnlyCollection<float> goodScores, double share)
    {
        var scores = LogScores.Of(goodScores);
        var values = scores.Values;
        var tail = (int)Math.Floor(TailShare * values.Length);
        if (tail < FewestExceedances || share >= (double)tail / values.Length)
        {
            return ConformalQuantile.Limit(goodScores, share);
        }

        var start = values[values.Length - tail - 1];
        var (shape, scale) = Fit([.. values[^tail..].Select(v => v - start)]);
        var rarity = share * values.Length / tail;
        var excess = Math.Abs(shape) < 1e-6 ? -scale * Math.Log(rarity) : scale / shape * (Math.Pow(rarity, -shape) - 1);
        return scores.ToScore(start + excess);
    }

    /// <summary>Shape xi and scale sigma of exceedances in ascending order.</summary>
    internal static (double Shape, double Scale) Fit(IReadOnlyList<double> exceedances)
    {
        var n = exceedances.Count;
        var a0 = exceedances.Average();
        var a1 = exceedances.Select((y, i) => y * (n - 1 - i) / (n - 1)).Average();
        var spread = a0 - (2 * a1);

        // Equal exceedances have no tail to fit.
        return spread > 1e-12 ? (2 - (a0 / spread), 2 * a0 * a1 / spread) : (0, Math.Max(a0, 1e-12));
    }
}
