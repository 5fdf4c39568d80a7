namespace MLPipeline.Scores;

/// <summary>Moments of order statistics, which few photos disturb less than powers do (Hosking 1990).</summary>
public static class LMoments
{
    /// <summary>
    /// The L-kurtosis tau_4 = l_4 / l_2: how heavy the tails are, in (-1/4, 1); 0.123 for a Gaussian. By unbiased
    /// probability-weighted moments b_r = mean of x_(i) C(i - 1, r) / C(n - 1, r), l_2 = 2 b_1 - b_0 and
    /// l_4 = 20 b_3 - 30 b_2 + 12 b_1 - b_0.
    /// </summary>
    /// <returns>0 where the values do not differ.</returns>
    /// <exception cref="ArgumentException">There are fewer than four values.</exception>
    public static double Kurtosis(IReadOnlyCollection<double> values)
    {
        var n = values.Count;
        if (n < 4)
        {
            throw new ArgumentException($"An L-kurtosis needs four values, there are {n}.", nameof(values));
        }

        double b0 = 0, b1 = 0, b2 = 0, b3 = 0;
        foreach (var (i, x) in values.Order().Index())
        {
            var first = i / (n - 1.0);
            var second = first * (i - 1) / (n - 2.0);
            b0 += x;
            b1 += x * first;
            b2 += x * second;
            b3 += x * second * (i - 2) / (n - 3.0);
        }

        var scale = (2 * b1) - b0;
        return scale > 1e-12 * n ? ((20 * b3) - (30 * b2) + (12 * b1) - b0) / scale : 0;
    }
}
