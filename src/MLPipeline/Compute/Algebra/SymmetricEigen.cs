using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MLPipeline.Compute;

/// <summary>
/// All eigenvalues and eigenvectors of a symmetric matrix in double precision: Householder reduction to a tridiagonal
/// matrix and the implicit QL method (EISPACK's tred2 and tql2; Bowdler, Martin, Reinsch and Wilkinson 1968).
/// </summary>
/// <remarks>
/// The detectors spend much of their fit here, so every inner loop runs along contiguous rows with vector
/// instructions. MathNet's managed version of the same method takes two to four times as long.
/// </remarks>
internal static class SymmetricEigen
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>Its square is still a normal number; beside entries of about one it is zero.</summary>
    private const double Negligible = 1e-140;

    /// <summary>Decomposes a symmetric n x n matrix.</summary>
    /// <returns>Eigenvalues, largest first, and the eigenvectors as rows in the same order.</returns>
    public static (double[] Values, float[] Vectors) Of(ReadOnlySpan<float> matrix, int n)
    {
        var full = new double[n * n];
        TensorPrimitives.ConvertChecked(matrix[..(n * n)], full.AsSpan());
        return Decompose(full, n);
    }

    /// <summary>Decomposes a symmetric n x n matrix, which is left as it is.</summary>
    /// <returns>Eigenvalues, largest first, and the eigenvectors as rows in the same order.</returns>
    public static (double[] Values, float[] Vectors) Of(double[] matrix, int n) => Decompose([.. matrix], n);

    private static (double[] Values, float[] Vectors) Decompose(double[] a, int n)
    {
        // With entries of at most one no square of a number that matters falls out of range.
        var unit = Math.Abs(TensorPrimitives.MaxMagnitude<double>(a));
        if (unit == 0)
        {
            unit = 1;
        }

        TensorPrimitives.Divide(a, unit, a);
        var diagonal = new double[n];
        var beside = new double[n];
        var scales = new double[n];
        Tridiagonalize(a, n, diagonal, beside, scales);
        var rows = Reflections(a, n, scales);
        Diagonalize(diagonal, beside, rows, n);

        var order = Enumerable.Range(0, n).OrderByDescending(i => diagonal[i]).ToArray();
        var vectors = new float[n * n];
        for (var i = 0; i < n; i++)
        {
            TensorPrimitives.ConvertTruncating<double, float>(rows.AsSpan(order[i] * n, n), vectors.AsSpan(i * n, n));
        }

        return ([.. order.Select(i => diagonal[i] * unit)], vectors);
    }

    /// <summary>
    /// Reflects row and column k to zeros beyond the neighbour of the diagonal, for each k. The reflection I - s v v'
    /// is left in <paramref name="a"/> (v in row k, right of the diagonal) and <paramref name="scales"/> (s).
    /// </summary>
    private static void Tridiagonalize(double[] a, int n, double[] diagonal, double[] beside, double[] scales)
    {
        var product = new double[n];
        for (var k = 0; k < n - 1; k++)
        {
            diagonal[k] = a[(k * n) + k];
            var size = n - k - 1;
            var v = a.AsSpan((k * n) + k + 1, size);
            var norm = TensorPrimitives.Norm<double>(v);
            if (TensorPrimitives.Norm<double>(v[1..]) < Negligible)
            {
                beside[k] = v[0];
                continue;
            }

            beside[k] = v[0] > 0 ? -norm : norm;
            v[0] -= beside[k];
            var scale = 2 / TensorPrimitives.SumOfSquares<double>(v);
            scales[k] = scale;

            // A - v w' - w v' with w = p - (s / 2)(v.p) v and p = s A v.
            var w = product.AsSpan(0, size);
            for (var i = 0; i < size; i++)
            {
                w[i] = scale * TensorPrimitives.Dot<double>(a.AsSpan(((k + 1 + i) * n) + k + 1, size), v);
            }

            AddScaled(w, v, -scale / 2 * TensorPrimitives.Dot<double>(v, w));
            for (var i = 0; i < size; i++)
            {
                AddScaled(a.AsSpan(((k + 1 + i) * n) + k + 1, size), w, -v[i], v, -w[i]);
            }
        }

        diagonal[n - 1] = a[(n * n) - 1];
    }

    /// <summary>The product of all reflections, transposed: its rows become the eigenvectors.</summary>
    private static double[] Reflections(double[] a, int n, double[] scales)
    {
        var q = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            q[(i * n) + i] = 1;
        }

        var sum = new double[n];
        for (var k = n - 2; k >= 0; k--)
        {
            if (scales[k] == 0)
            {
                continue;
            }

            var size = n - k - 1;
            var v = a.AsSpan((k * n) + k + 1, size);
            var total = sum.AsSpan(0, size);
            total.Clear();
            for (var i = 0; i < size; i++)
            {
                AddScaled(total, q.AsSpan(((k + 1 + i) * n) + k + 1, size), v[i]);
            }

            for (var i = 0; i < size; i++)
            {
                AddScaled(q.AsSpan(((k + 1 + i) * n) + k + 1, size), total, -scales[k] * v[i]);
            }
        }

        var transposed = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                transposed[(j * n) + i] = q[(i * n) + j];
            }
        }

        return transposed;
    }

    /// <summary>Implicit QL with shifts; every rotation also turns two neighbouring rows of <paramref name="rows"/>.</summary>
    private static void Diagonalize(double[] d, double[] e, double[] rows, int n)
    {
        var shift = 0.0;
        var largest = 0.0;
        for (var l = 0; l < n; l++)
        {
            largest = Math.Max(largest, Math.Abs(d[l]) + Math.Abs(e[l]));
            var m = l;
            while (m < n - 1 && Math.Abs(e[m]) > Epsilon * largest)
            {
                m++;
            }

            while (m > l && Math.Abs(e[l]) > Epsilon * largest)
            {
                var g = d[l];
                var p = (d[l + 1] - g) / (2 * e[l]);
                var r = p < 0 ? -double.Hypot(p, 1) : double.Hypot(p, 1);
                d[l] = e[l] / (p + r);
                d[l + 1] = e[l] * (p + r);
                var next = d[l + 1];
                var h = g - d[l];
                for (var i = l + 2; i < n; i++)
                {
                    d[i] -= h;
                }

                shift += h;
                p = d[m];
                var (c, c2, c3, s, s2) = (1.0, 1.0, 1.0, 0.0, 0.0);
                var first = e[l + 1];
                for (var i = m - 1; i >= l; i--)
                {
                    (c3, c2, s2) = (c2, c, s);
                    g = c * e[i];
                    h = c * p;
                    r = double.Hypot(p, e[i]);
                    e[i + 1] = s * r;
                    s = e[i] / r;
                    c = p / r;
                    p = (c * d[i]) - (s * g);
                    d[i + 1] = h + (s * ((c * g) + (s * d[i])));
                    Rotate(rows.AsSpan(i * n, n), rows.AsSpan((i + 1) * n, n), c, s);
                }

                p = -s * s2 * c3 * first * e[l] / next;
                e[l] = s * p;
                d[l] = c * p;
            }

            d[l] += shift;
            e[l] = 0;
        }
    }

    private static void Rotate(Span<double> upper, Span<double> lower, double c, double s)
    {
        var u = MemoryMarshal.Cast<double, Vector<double>>(upper);
        var w = MemoryMarshal.Cast<double, Vector<double>>(lower);
        var (cosine, sine) = (new Vector<double>(c), new Vector<double>(s));
        for (var i = 0; i < u.Length; i++)
        {
            var (x, y) = (u[i], w[i]);
            w[i] = (sine * x) + (cosine * y);
            u[i] = (cosine * x) - (sine * y);
        }

        for (var i = u.Length * Vector<double>.Count; i < upper.Length; i++)
        {
            var (x, y) = (upper[i], lower[i]);
            lower[i] = (s * x) + (c * y);
            upper[i] = (c * x) - (s * y);
        }
    }

    /// <summary>target += factor * values.</summary>
    private static void AddScaled(Span<double> target, ReadOnlySpan<double> values, double factor) =>
        TensorPrimitives.MultiplyAdd(values, factor, target, target);

    /// <summary>target += a * x + b * y in one pass.</summary>
    private static void AddScaled(Span<double> target, ReadOnlySpan<double> x, double a, ReadOnlySpan<double> y, double b)
    {
        var t = MemoryMarshal.Cast<double, Vector<double>>(target);
        var u = MemoryMarshal.Cast<double, Vector<double>>(x);
        var w = MemoryMarshal.Cast<double, Vector<double>>(y);
        var (first, second) = (new Vector<double>(a), new Vector<double>(b));
        for (var i = 0; i < t.Length; i++)
        {
            t[i] += (first * u[i]) + (second * w[i]);
        }

        for (var i = t.Length * Vector<double>.Count; i < target.Length; i++)
        {
            target[i] += (a * x[i]) + (b * y[i]);
        }
    }
}
