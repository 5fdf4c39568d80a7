using System.Numerics.Tensors;

namespace MLPipeline.Compute;

/// <summary>
/// The principal axes of a set of rows: eigenvectors of their covariance matrix (divisor n - 1), largest variance
/// first. Exact; computed from the smaller of the covariance (d x d) and the Gram matrix (n x n), which share their
/// non-zero eigenvalues.
/// </summary>
internal sealed class PrincipalAxes
{
    /// <summary>Eigenvalues below this share of the largest are noise of float32 and left out.</summary>
    private const double RelativeCutoff = 1e-6;

    private PrincipalAxes(float[] mean, double[] variances, float[] axes, double totalVariance)
    {
        Mean = mean;
        Variances = variances;
        Axes = axes;
        TotalVariance = totalVariance;
    }

    /// <summary>The mean of the rows (d numbers).</summary>
    public float[] Mean { get; }

    /// <summary>The variance along each axis, descending; as many as the rows span dimensions.</summary>
    public double[] Variances { get; }

    /// <summary>The axes as orthonormal rows: <c>Variances.Length</c> x d, row-major.</summary>
    public float[] Axes { get; }

    /// <summary>The sum of the variances of all dimensions.</summary>
    public double TotalVariance { get; }

    /// <summary>The smallest number of axes that explain at least <paramref name="share"/> of the variance.</summary>
    public int RankFor(double share)
    {
        var sum = 0.0;
        for (var i = 0; i < Variances.Length; i++)
        {
            sum += Variances[i];
            if (sum >= share * TotalVariance)
            {
                return i + 1;
            }
        }

        return Variances.Length;
    }

    /// <summary>Decomposes the rows (all of the same length).</summary>
    public static PrincipalAxes Of(IReadOnlyList<float[]> rows)
    {
        var n = rows.Count;
        var d = rows[0].Length;
        var mean = Moments.Mean(rows);
        var centred = Moments.Centred(rows, mean);
        var total = Moments.SumOfSquares(centred) / Math.Max(1, n - 1);
        if (n == 1 || total == 0)
        {
            return new(mean, [], [], total);
        }

        var small = Math.Min(n, d);
        var products = new float[small * small];
        MatrixProduct.Multiply(centred, centred, products, small, Math.Max(n, d), small, transposeLeft: d <= n, transposeRight: d > n);
        var (values, vectors) = SymmetricEigen.Of(products, small);
        var rank = values.TakeWhile(v => v > values[0] * RelativeCutoff).Count();
        rank = Math.Min(rank, n - 1);
        var axes = d <= n ? vectors[..(rank * d)] : Lift(vectors, values, centred, rank, n, d);
        return new(mean, [.. values.Take(rank).Select(v => v / (n - 1))], axes, total);
    }

    /// <summary>Decomposes a covariance matrix that is known already.</summary>
    /// <param name="mean">The mean of the rows (d numbers).</param>
    /// <param name="covariance">d x d.</param>
    public static PrincipalAxes OfCovariance(float[] mean, double[] covariance)
    {
        var d = mean.Length;
        var total = Enumerable.Range(0, d).Sum(i => Math.Max(0, covariance[(i * d) + i]));
        if (total == 0)
        {
            return new(mean, [], [], 0);
        }

        var (values, vectors) = SymmetricEigen.Of(covariance, d);
        var rank = values.TakeWhile(v => v > values[0] * RelativeCutoff).Count();
        return new(mean, values[..rank], vectors[..(rank * d)], total);
    }

    /// <summary>An eigenvector v of the Gram matrix becomes the axis X'v / sqrt(eigenvalue).</summary>
    private static float[] Lift(float[] vectors, double[] values, float[] centred, int rank, int n, int d)
    {
        var axes = new float[rank * d];
        MatrixProduct.Multiply(vectors, centred, axes, rank, n, d);
        for (var i = 0; i < rank; i++)
        {
            var axis = axes.AsSpan(i * d, d);
            TensorPrimitives.Divide(axis, (float)Math.Sqrt(values[i]), axis);
        }

        return axes;
    }
}
