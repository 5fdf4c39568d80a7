using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace MLPipeline.Numerics;

/// <summary>All eigenvalues and eigenvectors of a symmetric matrix, by MathNet in double precision.</summary>
public static class SymmetricEigen
{
    /// <summary>Decomposes a symmetric n x n matrix.</summary>
    /// <returns>Eigenvalues, largest first, and the eigenvectors as rows in the same order.</returns>
    public static (double[] Values, float[] Vectors) Of(ReadOnlySpan<float> matrix, int n)
    {
        var full = new double[n * n];
        for (var i = 0; i < full.Length; i++)
        {
            full[i] = matrix[i];
        }

        return Of(full, n);
    }

    /// <summary>Decomposes a symmetric n x n matrix, which is left as it is.</summary>
    /// <returns>Eigenvalues, largest first, and the eigenvectors as rows in the same order.</returns>
    public static (double[] Values, float[] Vectors) Of(double[] matrix, int n)
    {
        var evd = new DenseMatrix(n, n, matrix).Evd(Symmetricity.Symmetric);
        var values = new double[n];
        var vectors = new float[n * n];
        for (var i = 0; i < n; i++)
        {
            // MathNet sorts ascending.
            var source = n - 1 - i;
            values[i] = evd.EigenValues[source].Real;
            for (var j = 0; j < n; j++)
            {
                vectors[(i * n) + j] = (float)evd.EigenVectors[j, source];
            }
        }

        return (values, vectors);
    }
}
