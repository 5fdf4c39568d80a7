namespace MLPipeline.Compute;

/// <summary>The shrinkage intensity of Ledoit and Wolf, "A well-conditioned estimator for large-dimensional covariance matrices" (2004).</summary>
internal static class LedoitWolf
{
    /// <summary>
    /// The intensity s in [0, 1] of (1 - s) S + s m I, where S is the covariance of the rows with divisor n and m its mean
    /// eigenvalue: s = min(b, e) / e, with e = |S - m I|^2 / d and b = (sum over rows of |x|^4 / n - |S|^2) / (n d).
    /// </summary>
    /// <param name="rows">The rows, not centred.</param>
    /// <param name="axes">Their principal axes.</param>
    public static double Shrinkage(IReadOnlyList<float[]> rows, PrincipalAxes axes)
    {
        var n = rows.Count;
        var d = axes.Mean.Length;
        var scale = (n - 1.0) / n;
        var meanEigenvalue = axes.TotalVariance * scale / d;
        var squaredNorm = axes.Variances.Sum(v => v * scale * v * scale);
        var dispersion = (squaredNorm / d) - (meanEigenvalue * meanEigenvalue);
        if (dispersion <= 0)
        {
            return 1;
        }

        var fourth = rows.Sum(row =>
        {
            var squared = SquaredDistance(row, axes.Mean);
            return squared * squared;
        });
        var error = ((fourth / n) - squaredNorm) / ((double)n * d);
        return Math.Clamp(error / dispersion, 0, 1);
    }

    private static double SquaredDistance(float[] row, float[] mean)
    {
        var sum = 0.0;
        for (var i = 0; i < row.Length; i++)
        {
            var difference = (double)row[i] - mean[i];
            sum += difference * difference;
        }

        return sum;
    }
}
