using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace MLPipeline.Tests.Compute;

/// <summary>Textbook formulas in double precision, against which the library's fast ones are held.</summary>
internal static class Naive
{
    /// <summary>
    /// The rows that the Python figures in these tests were made from:
    /// <c>np.float32(np.sin(1.3*i + 0.7*j) + 0.4*np.cos(i*(j+1.0)) + 0.05*j)</c>.
    /// </summary>
    public static float[][] WaveRows(int count, int dimensions, int start = 0) =>
        [.. Enumerable.Range(start, count).Select(i => Enumerable.Range(0, dimensions)
            .Select(j => (float)(Math.Sin((1.3 * i) + (0.7 * j)) + (0.4 * Math.Cos(i * (j + 1.0))) + (0.05 * j))).ToArray())];

    public static DenseMatrix Matrix(float[][] rows) => DenseMatrix.Create(rows.Length, rows[0].Length, (i, j) => rows[i][j]);

    public static Vector<double> Mean(float[][] rows) => Matrix(rows).ColumnSums() / rows.Length;

    /// <summary>The covariance with divisor n - <paramref name="lost"/>.</summary>
    public static Matrix<double> Covariance(float[][] rows, int lost)
    {
        var centred = Centred(rows);
        return centred.TransposeThisAndMultiply(centred) / (rows.Length - lost);
    }

    public static Matrix<double> Centred(float[][] rows)
    {
        var mean = Mean(rows);
        return DenseMatrix.Create(rows.Length, rows[0].Length, (i, j) => rows[i][j] - mean[j]);
    }

    public static Vector<double> Offset(float[] row, Vector<double> mean) => DenseVector.Create(row.Length, i => row[i] - mean[i]);

    /// <summary>Eigenvalues, largest first, with eigenvectors as columns in that order.</summary>
    public static (double[] Values, Matrix<double> Vectors) Eigen(Matrix<double> symmetric)
    {
        var evd = symmetric.Evd(Symmetricity.Symmetric);
        var order = Enumerable.Range(0, symmetric.RowCount).Reverse().ToArray();
        return ([.. order.Select(i => evd.EigenValues[i].Real)], DenseMatrix.OfColumnVectors(order.Select(i => evd.EigenVectors.Column(i))));
    }
}
