using System.Numerics.Tensors;

namespace MLPipeline.Compute;

/// <summary>
/// The largest eigenvalues and their eigenvectors of a symmetric positive semi-definite matrix by randomized block
/// subspace iteration (Halko, Martinsson and Tropp 2011, algorithm 4.4) with a Rayleigh-Ritz step at the end.
/// </summary>
/// <remarks>
/// Several times faster than the whole decomposition where a quarter of the spectrum is wanted, and it spends its time
/// in matrix products. Eigenvalues near the end of the kept ones come out a little low, by far less than they vary
/// between samples.
/// </remarks>
public static class SubspaceIteration
{
    private const int Oversampling = 16;
    private const int Iterations = 4;

    /// <summary>The <paramref name="count"/> largest eigenpairs of an n x n matrix.</summary>
    /// <returns>Eigenvalues, largest first, and the eigenvectors as rows: count x n.</returns>
    public static (double[] Values, float[] Vectors) Largest(float[] matrix, int n, int count, int seed)
    {
        var block = Math.Min(n, count + Oversampling);
        if (block * 4 >= n * 3)
        {
            var (all, axes) = SymmetricEigen.Of(matrix, n);
            return (all[..count], axes[..(count * n)]);
        }

        // Rows of `basis` span the subspace, so that each vector is contiguous.
        var basis = RandomBlock(block, n, seed);
        var image = new float[block * n];
        for (var i = 0; i < Iterations; i++)
        {
            MatrixProduct.Multiply(basis, matrix, image, block, n, n);
            (basis, image) = (image, basis);
            Orthonormalize(basis, block, n, passes: i == Iterations - 1 ? 2 : 1);
        }

        MatrixProduct.Multiply(basis, matrix, image, block, n, n);
        var small = new float[block * block];
        MatrixProduct.Multiply(image, basis, small, block, n, block, transposeRight: true);
        var (values, rotation) = SymmetricEigen.Of(small, block);
        var vectors = new float[count * n];
        MatrixProduct.Multiply(rotation, basis, vectors, count, block, n);
        return (values[..count], vectors);
    }

    /// <summary>A block to start from: rows x columns.</summary>
    internal static float[] RandomBlock(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
        {
            // Any distribution with independent entries around zero will do for a start.
            values[i] = random.NextSingle() - 0.5f;
        }

        return values;
    }

    /// <summary>
    /// Gram-Schmidt. One pass keeps the vectors apart, which is all that the next iteration needs; orthogonal up to
    /// rounding they are in float32 only after two.
    /// </summary>
    internal static void Orthonormalize(float[] basis, int rows, int n, int passes)
    {
        for (var i = 0; i < rows; i++)
        {
            var vector = basis.AsSpan(i * n, n);
            for (var pass = 0; pass < passes; pass++)
            {
                for (var j = 0; j < i; j++)
                {
                    var earlier = basis.AsSpan(j * n, n);
                    TensorPrimitives.MultiplyAdd(earlier, -TensorPrimitives.Dot<float>(vector, earlier), vector, vector);
                }
            }

            var norm = TensorPrimitives.Norm<float>(vector);
            if (norm > 0)
            {
                TensorPrimitives.Divide(vector, norm, vector);
            }
        }
    }
}
