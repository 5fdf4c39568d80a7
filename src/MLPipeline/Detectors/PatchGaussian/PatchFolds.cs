using System.Numerics.Tensors;
using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>
/// The out-of-fold maps of <c>patch-gaussian</c>: each photo's map by a detector that was fitted on the other folds, whitening
/// and noise floor included, without fitting one from the start per fold.
/// </summary>
/// <remarks>
/// <para>The folds share each cell's sum of outer products, of which a fold's own photos are taken out. They are worked through in
/// batches: the principal axes without a whole batch, found by subspace iteration (see <see cref="SubspaceIteration"/>), are one step
/// away from those without one of its folds. No photo has a part in the axes that it is measured by.</para>
/// <para>With the orthonormal rows of Z spanning the axes, A the covariance of the other folds and e their noise floor, the squared
/// distance (|d|^2 - sum over the axes of l / (l + e) (u.d)^2) / e is (|d|^2 - |y|^2) / e + y' (Z A Z' + e I)^-1 y with y = Z d, so that
/// no eigenvector is needed. Memory is positions x channels^2 numbers and the rows of a batch, at most <see cref="RowBytes"/> where
/// one fold is no larger.</para>
/// </remarks>
internal sealed class PatchFolds
{
    private const long RowBytes = 1L << 30;
    private const int FewestBatches = 5;
    private const int StartIterations = 3;

    /// <summary>Below this share of the largest variance, the noise floor would drown in the rounding of float32 products.</summary>
    private const double SmallestFloor = 1e-6;

    /// <summary>The rounding of sums that photos are taken out of, as a share of the mean variance.</summary>
    private const double Rounding = 1e-5;

    private readonly GoodRows _rows;
    private readonly IReadOnlyList<int> _folds;
    private readonly PatchGaussianOptions _options;
    private readonly int _positions;
    private readonly int _channels;
    private readonly int _rank;
    private readonly PatchProducts _all;
    private readonly float[][] _maps;

    private PatchFolds(GoodRows rows, IReadOnlyList<int> folds, PatchGaussianOptions options)
    {
        (_rows, _folds, _options) = (rows, folds, options);
        (_positions, _channels) = (rows.Shape.Positions, rows.Shape.Channels);
        _all = new PatchProducts(rows, CommonWhitening.Learn(rows, strength: 0).Mean);
        _rank = Math.Min(options.Rank, Math.Min(_all.Count - 1, _channels));
        _maps = new float[folds.Count][];
    }

    /// <summary>One map per row, row by row of the grid.</summary>
    /// <param name="rows">The good photos.</param>
    /// <param name="folds">The fold of each row; at least two folds.</param>
    /// <param name="options">The detector.</param>
    /// <param name="advance">Called after each fold.</param>
    /// <param name="cancel">Ends the work.</param>
    public static float[][] Maps(
        GoodRows rows, IReadOnlyList<int> folds, PatchGaussianOptions options, Action? advance = null, CancellationToken cancel = default)
    {
        var work = new PatchFolds(rows, folds, options);
        int[] all = [.. folds.Distinct().Order()];
        var bytes = sizeof(float) * (long)rows.Shape.Length * folds.Count;
        var batches = (int)Math.Clamp((bytes / RowBytes) + 1, Math.Min(FewestBatches, all.Length), all.Length);
        foreach (var batch in all.Chunk((all.Length + batches - 1) / batches))
        {
            work.Run(batch, advance, cancel);
        }

        return work._maps;
    }

    private void Run(int[] batch, Action? advance, CancellationToken cancel)
    {
        var byFold = batch.ToDictionary(f => f, _ => new List<(int Row, float[] Offset)>());
        _rows.ForEach((i, row) =>
        {
            if (byFold.TryGetValue(_folds[i], out var held))
            {
                // Relative to the mean of all: what is summed stays small.
                var offset = new float[row.Length];
                TensorPrimitives.Subtract(row, _all.Shift, offset);
                held.Add((i, offset));
            }
        });
        var start = _rank == 0 ? [] : Start([.. byFold.Values.SelectMany(h => h.Select(r => r.Offset))], cancel);
        foreach (var fold in batch)
        {
            cancel.ThrowIfCancellationRequested();
            Score(byFold[fold], start, cancel);
            advance?.Invoke();
        }
    }

    /// <summary>For each cell the axes without a batch: rank x channels.</summary>
    private float[][] Start(float[][] held, CancellationToken cancel)
    {
        var others = new Others(_all, held, _options);
        var start = new float[_positions][];
        ForEachCell(cancel, (p, covariance) =>
        {
            others.Covariance(p, covariance);
            var basis = SubspaceIteration.RandomBlock(_rank, _channels, seed: p);
            for (var i = 0; i < StartIterations; i++)
            {
                basis = Step(basis, covariance, others.Whitening, last: i == StartIterations - 1);
            }

            start[p] = basis;
        });
        return start;
    }

    private void Score(List<(int Row, float[] Offset)> held, float[][] start, CancellationToken cancel)
    {
        var others = new Others(_all, [.. held.Select(h => h.Offset)], _options);
        foreach (var (row, _) in held)
        {
            _maps[row] = new float[_positions];
        }

        ForEachCell(cancel, (p, covariance) =>
        {
            var deviations = others.Covariance(p, covariance);
            if (others.Whitening is { } whitening)
            {
                deviations = Product(deviations, whitening, held.Count, _channels, _channels, transposeRight: true);
            }

            var (projected, inverse) = _rank == 0 ? ([], null) : Explain(Step(start[p], covariance, others.Whitening, last: true), covariance, others, deviations, held.Count);
            for (var h = 0; h < held.Count; h++)
            {
                var y = projected.AsSpan(h * _rank, _rank);
                var left = Moments.SumOfSquares(deviations.AsSpan(h * _channels, _channels)) - Moments.SumOfSquares(y);
                _maps[held[h].Row][p] = (float)((left / others.Floor) + (inverse?.InverseForm(y) ?? 0));
            }
        });
    }

    // A covariance is large and short-lived: one per thread serves all cells.
    private void ForEachCell(CancellationToken cancel, Action<int, float[]> work) => Parallel.For(
        0, _positions, new ParallelOptions { CancellationToken = cancel }, () => new float[_channels * _channels],
        (p, _, covariance) =>
        {
            work(p, covariance);
            return covariance;
        },
        _ => { });

    /// <summary>The deviations along the axes, and what their variances and the floor make of them.</summary>
    private (float[] Projected, Cholesky Inverse) Explain(float[] basis, float[] covariance, Others others, float[] deviations, int count)
    {
        var turned = Turned(basis, others.Whitening);
        var variances = Array.ConvertAll(
            Product(Product(turned, covariance, _rank, _channels, _channels), turned, _rank, _channels, _rank, transposeRight: true), v => (double)v);
        var floor = Math.Max(others.Floor, SmallestFloor * Enumerable.Range(0, _rank).Max(k => variances[(k * _rank) + k]));
        for (var k = 0; k < _rank; k++)
        {
            variances[(k * _rank) + k] += floor;
        }

        return (Product(deviations, basis, count, _channels, _rank, transposeRight: true), new Cholesky(variances, _rank));
    }

    /// <summary>One step of subspace iteration with the whitened covariance W A W': the rows b become b W A W', orthonormal.</summary>
    private float[] Step(float[] basis, float[] covariance, float[]? whitening, bool last)
    {
        var image = Product(Turned(basis, whitening), covariance, _rank, _channels, _channels);
        var next = whitening is null ? image : Product(image, whitening, _rank, _channels, _channels, transposeRight: true);
        SubspaceIteration.Orthonormalize(next, _rank, _channels, passes: last ? 2 : 1);
        return next;
    }

    private float[] Turned(float[] basis, float[]? whitening) =>
        whitening is null ? basis : Product(basis, whitening, _rank, _channels, _channels);

    private static float[] Product(float[] left, float[] right, int m, int k, int n, bool transposeRight = false)
    {
        var product = new float[m * n];
        MatrixProduct.Multiply(left, right, product, m, k, n, transposeRight: transposeRight);
        return product;
    }

    /// <summary>The photos that are not held: their covariances, whitening and noise floor.</summary>
    private sealed class Others
    {
        private readonly PatchProducts _all;
        private readonly float[][] _held;
        private readonly float[] _mean;
        private readonly int _left;
        private readonly int _channels;

        public Others(PatchProducts all, float[][] held, PatchGaussianOptions options)
        {
            (_all, _held, _left, _channels) = (all, held, all.Count - held.Length, all.Channels);
            _mean = new float[all.Shift.Length];
            foreach (var offset in held)
            {
                TensorPrimitives.Subtract(_mean, offset, _mean);
            }

            // The offsets of all photos sum to zero, so those of the others sum to minus the held ones.
            TensorPrimitives.Divide(_mean, _left, _mean);
            var within = all.WithinWithout(held, _mean, _left);
            Whitening = options.Whitening > 0 ? CommonWhitening.Of(within, _channels, options.Whitening, Rounding * all.MeanVariance) : null;
            Floor = PatchGaussianTrainer.NoiseFloor(options, Whitening is null ? CommonWhitening.Trace(within, _channels) / _channels : Whitened(within));
        }

        public float[]? Whitening { get; }

        public double Floor { get; }

        /// <summary>The covariance of the others in a cell; returns the held photos' deviations from their mean (held x channels).</summary>
        public float[] Covariance(int p, float[] covariance)
        {
            var c = _channels;
            var centre = _mean.AsSpan(p * c, c);
            var deviations = new float[_held.Length * c];
            for (var h = 0; h < _held.Length; h++)
            {
                _held[h].AsSpan(p * c, c).CopyTo(deviations.AsSpan(h * c, c));
            }

            _all.Without(p, deviations, _held.Length, centre, _left, covariance);
            for (var h = 0; h < _held.Length; h++)
            {
                var offset = deviations.AsSpan(h * c, c);
                TensorPrimitives.Subtract(offset, centre, offset);
            }

            return deviations;
        }

        /// <summary>The mean variance after whitening: trace(W S W') / channels.</summary>
        private double Whitened(double[] within)
        {
            var product = new float[_channels * _channels];
            MatrixProduct.Multiply(Whitening, Array.ConvertAll(within, v => (float)v), product, _channels, _channels, _channels);
            return TensorPrimitives.Dot<float>(product, Whitening) / (double)_channels;
        }
    }
}
