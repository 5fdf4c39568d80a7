using MathNet.Numerics.Distributions;

namespace MLPipeline.Scores;

/// <summary>The exact interval of a share (Clopper and Pearson 1934), for whole and fractional counts.</summary>
public static class BinomialInterval
{
    /// <summary>The share of <paramref name="count"/> of <paramref name="of"/>, with the interval that holds the true share at least so often.</summary>
    /// <param name="count">From 0 to <paramref name="of"/>.</param>
    /// <param name="of">At least 1.</param>
    /// <param name="confidence">0.95 by default.</param>
    public static Interval Of(double count, int of, double confidence = 0.95)
    {
        var tail = (1 - confidence) / 2;
        return new(
            count / of,
            count <= 0 ? 0 : Beta.InvCDF(count, of - count + 1, tail),
            count >= of ? 1 : Beta.InvCDF(count + 1, of - count, 1 - tail),
            confidence);
    }
}
