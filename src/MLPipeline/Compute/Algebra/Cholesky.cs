using System.Numerics.Tensors;

namespace MLPipeline.Compute;

/// <summary>The factor L of a symmetric positive definite matrix A = L L', in double precision.</summary>
internal sealed class Cholesky
{
    private readonly double[] _factor;
    private readonly int _size;

    /// <summary>Factors an n x n matrix, of which only the lower triangle is read.</summary>
    /// <exception cref="ArgumentException">The matrix is not positive definite.</exception>
    public Cholesky(ReadOnlySpan<double> matrix, int n)
    {
        (_factor, _size) = (matrix[..(n * n)].ToArray(), n);
        for (var i = 0; i < n; i++)
        {
            var row = _factor.AsSpan(i * n, n);
            for (var j = 0; j < i; j++)
            {
                var other = _factor.AsSpan(j * n, n);
                row[j] = (row[j] - TensorPrimitives.Dot<double>(row[..j], other[..j])) / other[j];
            }

            var pivot = row[i] - TensorPrimitives.SumOfSquares<double>(row[..i]);
            if (!(pivot > 0))
            {
                throw new ArgumentException($"The matrix is not positive definite: pivot {i} of {n} is {pivot:R}.", nameof(matrix));
            }

            row[i] = Math.Sqrt(pivot);
            row[(i + 1)..].Clear();
        }
    }

    /// <summary>x' A^-1 x = |L^-1 x|^2.</summary>
    public double InverseForm(ReadOnlySpan<float> vector)
    {
        var solved = new double[_size];
        var sum = 0.0;
        for (var i = 0; i < _size; i++)
        {
            var row = _factor.AsSpan(i * _size, _size);
            solved[i] = (vector[i] - TensorPrimitives.Dot<double>(row[..i], solved.AsSpan(0, i))) / row[i];
            sum += solved[i] * solved[i];
        }

        return sum;
    }

    /// <summary>L^-1, lower triangular, row-major.</summary>
    public float[] InverseFactor()
    {
        var n = _size;
        var inverse = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            // Row i of L^-1 is (e_i - sum over j < i of L_ij row j) / L_ii.
            var row = inverse.AsSpan(i * n, n);
            row[i] = 1;
            for (var j = 0; j < i; j++)
            {
                var earlier = inverse.AsSpan(j * n, j + 1);
                TensorPrimitives.MultiplyAdd(earlier, -_factor[(i * n) + j], row[..(j + 1)], row[..(j + 1)]);
            }

            TensorPrimitives.Divide(row[..(i + 1)], _factor[(i * n) + i], row[..(i + 1)]);
        }

        return Array.ConvertAll(inverse, v => (float)v);
    }
}
