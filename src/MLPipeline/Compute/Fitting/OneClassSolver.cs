namespace MLPipeline.Compute;

/// <summary>
/// The exact dual of the one-class support vector machine (Schoelkopf et al. 2001): minimise a'Ka / 2 with
/// 0 &lt;= a &lt;= 1 / (nu n) and sum a = 1.
/// </summary>
/// <remarks>
/// Sequential minimal optimisation with LIBSVM's second-order choice of the pair (Fan, Chen and Lin 2005). LIBSVM's own
/// solution is this one times nu n.
/// </remarks>
internal static class OneClassSolver
{
    private const double SmallestCurvature = 1e-12;

    /// <summary>Solves for the kernel matrix of the n training rows (row-major).</summary>
    /// <param name="kernel">Symmetric, positive semi-definite, n x n.</param>
    /// <param name="n">Number of rows.</param>
    /// <param name="nu">In (0, 1].</param>
    /// <param name="tolerance">Largest violation of the optimality conditions, relative to LIBSVM's scale.</param>
    /// <returns>The weights a and the offset rho: the boundary is where sum of a_i k(x_i, x) = rho.</returns>
    public static (double[] Weights, double Rho) Solve(float[] kernel, int n, double nu, double tolerance = 1e-6)
    {
        // In LIBSVM's scale: 0 <= a <= 1, sum a = nu n. It starts with the first rows at their bound.
        var weights = new double[n];
        var rest = nu * n;
        for (var i = 0; i < n && rest > 0; i++)
        {
            weights[i] = Math.Min(1, rest);
            rest -= weights[i];
        }

        var gradient = new double[n];
        for (var i = 0; i < n; i++)
        {
            if (weights[i] > 0)
            {
                AddRow(gradient, kernel.AsSpan(i * n, n), weights[i]);
            }
        }

        // SMO converges linearly; the bound only ends a kernel that is not positive semi-definite.
        for (long step = 0; step < Math.Max(10_000_000L, 100L * n); step++)
        {
            var (up, down) = Pair(kernel, n, weights, gradient, tolerance);
            if (up < 0)
            {
                break;
            }

            var curvature = Math.Max(SmallestCurvature, (double)kernel[(up * n) + up] + kernel[(down * n) + down] - (2.0 * kernel[(up * n) + down]));
            var move = Math.Min((gradient[down] - gradient[up]) / curvature, Math.Min(1 - weights[up], weights[down]));

            // A weight that reaches its bound gets the bound itself, or rounding would leave it free for ever.
            weights[up] = move == 1 - weights[up] ? 1 : weights[up] + move;
            weights[down] = move == weights[down] ? 0 : weights[down] - move;
            AddRow(gradient, kernel.AsSpan(up * n, n), move);
            AddRow(gradient, kernel.AsSpan(down * n, n), -move);
        }

        var rho = Offset(weights, gradient);
        return ([.. weights.Select(w => w / (nu * n))], rho / (nu * n));
    }

    /// <summary>The pair whose step lowers the objective most, or -1 where the conditions hold.</summary>
    private static (int Up, int Down) Pair(float[] kernel, int n, double[] weights, double[] gradient, double tolerance)
    {
        var up = -1;
        var lowest = double.PositiveInfinity;
        for (var i = 0; i < n; i++)
        {
            if (weights[i] < 1 && gradient[i] < lowest)
            {
                (up, lowest) = (i, gradient[i]);
            }
        }

        var (down, highest, gain) = (-1, double.NegativeInfinity, 0.0);
        for (var j = 0; j < n && up >= 0; j++)
        {
            if (weights[j] <= 0)
            {
                continue;
            }

            highest = Math.Max(highest, gradient[j]);
            var difference = gradient[j] - lowest;
            if (difference > 0)
            {
                var curvature = Math.Max(SmallestCurvature, (double)kernel[(up * n) + up] + kernel[(j * n) + j] - (2.0 * kernel[(up * n) + j]));
                var value = difference * difference / curvature;
                if (value > gain)
                {
                    (down, gain) = (j, value);
                }
            }
        }

        return highest - lowest < tolerance || down < 0 ? (-1, -1) : (up, down);
    }

    /// <summary>The mean gradient of the free weights, or the middle of the interval that the bound ones leave.</summary>
    private static double Offset(double[] weights, double[] gradient)
    {
        var (sum, free, low, high) = (0.0, 0, double.NegativeInfinity, double.PositiveInfinity);
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] >= 1)
            {
                low = Math.Max(low, gradient[i]);
            }
            else if (weights[i] <= 0)
            {
                high = Math.Min(high, gradient[i]);
            }
            else
            {
                sum += gradient[i];
                free++;
            }
        }

        return free > 0 ? sum / free : double.IsInfinity(high) ? low : double.IsInfinity(low) ? high : (low + high) / 2;
    }

    private static void AddRow(double[] gradient, ReadOnlySpan<float> row, double weight)
    {
        for (var i = 0; i < gradient.Length; i++)
        {
            gradient[i] += weight * row[i];
        }
    }
}
