using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace MLPipeline.Compute;

/// <summary>A mixture of Gaussians with regularised covariances, fitted by expectation maximisation in double precision.</summary>
/// <remarks>
/// Each covariance is (1 - s) S_k + s S + f I, with S_k the component's own, S the weighted mean of all (Friedman 1989),
/// s the shrinkage and f the floor. s = 0 is scikit-learn's <c>full</c>, s = 1 its <c>tied</c>, f its <c>reg_covar</c>.
/// </remarks>
internal sealed class Mixture
{
    private const int Restarts = 3;
    private const int MostIterations = 200;
    private const double Tolerance = 1e-7;

    /// <summary>Keeps the weight of a component that lost all its rows above zero.</summary>
    private const double SmallestCount = 1e-9;

    private Mixture(IReadOnlyList<Component> components) => Components = components;

    /// <summary>The Gaussians.</summary>
    public IReadOnlyList<Component> Components { get; }

    /// <summary>The best of a few seeded starts.</summary>
    public static Mixture Fit(double[][] rows, int components, double shrinkage, double floor, int seed)
    {
        var data = DenseMatrix.OfRowArrays(rows);
        var random = new Random(seed);
        Mixture? best = null;
        var highest = double.NegativeInfinity;
        for (var start = 0; start < (components == 1 ? 1 : Restarts); start++)
        {
            var shares = ClusterStart.Assign(rows, components, random);
            var (mixture, likelihood) = Iterate(data, shares, shrinkage, floor);
            if (best is null || likelihood > highest)
            {
                (best, highest) = (mixture, likelihood);
            }
        }

        return best!;
    }

    /// <summary>log(sum(exp(values))) without overflow.</summary>
    public static double LogSumExp(IReadOnlyList<double> values)
    {
        var largest = values.Max();
        return largest + Math.Log(values.Sum(v => Math.Exp(v - largest)));
    }

    private static (Mixture Mixture, double Likelihood) Iterate(Matrix<double> data, Matrix<double> shares, double shrinkage, double floor)
    {
        var last = double.NegativeInfinity;
        for (var i = 0; ; i++)
        {
            var mixture = Maximize(data, shares, shrinkage, floor);
            var likelihood = mixture.Expect(data, shares);
            if (likelihood - last < Tolerance * Math.Max(1, Math.Abs(likelihood)) || i >= MostIterations)
            {
                return (mixture, likelihood);
            }

            last = likelihood;
        }
    }

    private static Mixture Maximize(Matrix<double> data, Matrix<double> shares, double shrinkage, double floor)
    {
        var (n, d, k) = (data.RowCount, data.ColumnCount, shares.ColumnCount);
        var counts = shares.ColumnSums() + SmallestCount;
        var means = new Vector<double>[k];
        var own = new Matrix<double>[k];
        Matrix<double> tied = new DenseMatrix(d, d);
        for (var c = 0; c < k; c++)
        {
            var share = shares.Column(c);
            var mean = data.LeftMultiply(share) / counts[c];
            var weighted = DenseMatrix.Create(n, d, (i, j) => (data[i, j] - mean[j]) * Math.Sqrt(share[i]));
            means[c] = mean;
            own[c] = weighted.TransposeThisAndMultiply(weighted) / counts[c];
            tied += own[c] * (counts[c] / n);
        }

        return new([.. Enumerable.Range(0, k).Select(c => Component.Of(
            counts[c] / n, means[c], ((1 - shrinkage) * own[c]) + (shrinkage * tied) + DenseMatrix.CreateDiagonal(d, d, floor)))]);
    }

    /// <summary>Overwrites <paramref name="shares"/> with each component's share of each row; returns the mean log-likelihood, up to a constant.</summary>
    private double Expect(Matrix<double> data, Matrix<double> shares)
    {
        for (var c = 0; c < Components.Count; c++)
        {
            var component = Components[c];
            var offsets = DenseMatrix.Create(data.RowCount, data.ColumnCount, (i, j) => data[i, j] - component.Mean[j]);
            var whitened = offsets.TransposeAndMultiply(component.Whitening);
            for (var i = 0; i < data.RowCount; i++)
            {
                var row = whitened.Row(i);
                shares[i, c] = component.LogScale - (0.5 * row.DotProduct(row));
            }
        }

        var sum = 0.0;
        for (var i = 0; i < data.RowCount; i++)
        {
            var log = LogSumExp(shares.Row(i).ToArray());
            sum += log;
            for (var c = 0; c < Components.Count; c++)
            {
                shares[i, c] = Math.Exp(shares[i, c] - log);
            }
        }

        return sum / data.RowCount;
    }

    /// <summary>
    /// One Gaussian. <see cref="LogScale"/> is log(weight / sqrt|covariance|); <see cref="Whitening"/> is the inverse of
    /// the covariance's Cholesky factor, so |Whitening (x - Mean)|^2 is the squared Mahalanobis distance.
    /// </summary>
    public sealed record Component(Vector<double> Mean, Matrix<double> Whitening, double LogScale)
    {
        /// <summary>Factorises the covariance.</summary>
        public static Component Of(double weight, Vector<double> mean, Matrix<double> covariance)
        {
            var cholesky = covariance.Cholesky();
            return new(mean, cholesky.Factor.Inverse(), Math.Log(weight) - (0.5 * cholesky.DeterminantLn));
        }
    }
}
