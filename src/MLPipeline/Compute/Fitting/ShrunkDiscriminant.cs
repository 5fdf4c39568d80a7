using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace MLPipeline.Compute;

/// <summary>
/// Fisher's linear discriminant with a covariance shrunk strongly to a sphere, for the case that one side has many vectors and
/// the other only a few: w is along ((1 - L) S + L a I)^-1 (m1 - m0), with a the mean variance of the many, and has length 1.
/// </summary>
public sealed class ShrunkDiscriminant
{
    private readonly float[] _mean;
    private readonly MathNet.Numerics.LinearAlgebra.Factorization.Cholesky<double> _factor;

    /// <summary>Learns the side that has many vectors.</summary>
    /// <param name="mean">Their mean, m0.</param>
    /// <param name="covariance">Their covariance S: as many rows and columns as <paramref name="mean"/> is long.</param>
    /// <param name="shrinkage">L, above 0 up to 1; the nearer to 1, the less the directions of S matter.</param>
    public ShrunkDiscriminant(float[] mean, double[] covariance, double shrinkage)
    {
        _mean = mean;
        var shrunk = new DenseMatrix(mean.Length, mean.Length, [.. covariance]);
        var typical = shrunk.Trace() / mean.Length;

        // Vectors that are all alike have no variance; every direction then counts the same.
        var floor = typical > 0 ? shrinkage * typical : 1;
        _factor = ((shrunk * (1 - shrinkage)) + DenseMatrix.CreateDiagonal(mean.Length, mean.Length, floor)).Cholesky();
    }

    /// <summary>The direction to the mean of the few, m1; all zeros where it is the mean of the many.</summary>
    public float[] Towards(ReadOnlySpan<float> mean)
    {
        var difference = new double[mean.Length];
        for (var i = 0; i < difference.Length; i++)
        {
            difference[i] = (double)mean[i] - _mean[i];
        }

        var direction = _factor.Solve(Vector<double>.Build.Dense(difference));
        var length = direction.L2Norm();
        return [.. direction.Select(v => length > 0 ? (float)(v / length) : 0f)];
    }
}
