using System.Numerics.Tensors;
using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>Mean and principal axes of the good photos at each grid position.</summary>
/// <remarks>
/// Memory is bounded by positions x channels^2 numbers, however many photos there are: while there are fewer photos
/// than channels their rows are kept, which are smaller than the covariances; from then on they are folded into the
/// covariances in blocks.
/// </remarks>
internal sealed class PatchMoments
{
    private const int BlockSize = 64;

    private readonly int _positions;
    private readonly int _channels;
    private readonly double[] _sum;
    private readonly List<float[]> _pending = [];
    private float[]? _shift;
    private float[][]? _products;

    /// <summary>Reads all rows once.</summary>
    /// <param name="rows">The good photos.</param>
    /// <param name="whitening">What they go through first: means and axes are those of whitened rows.</param>
    public PatchMoments(GoodRows rows, CommonWhitening whitening)
    {
        _positions = rows.Shape.Positions;
        _channels = rows.Shape.Channels;
        _sum = new double[rows.Shape.Length];
        Count = rows.ForEach((_, row) =>
        {
            var whitened = new float[row.Length];
            whitening.Apply(row, whitened);
            Moments.Accumulate(_sum, whitened);
            _pending.Add(whitened);
            if (_pending.Count >= (_products is null ? Math.Max(_channels, BlockSize) : BlockSize))
            {
                Fold();
            }
        });
        if (_products is not null && _pending.Count > 0)
        {
            Fold();
        }
    }

    /// <summary>Number of photos.</summary>
    public int Count { get; }

    /// <summary>The <paramref name="rank"/> largest axes per position, at most one fewer than photos and at most one per channel.</summary>
    public Cells Decompose(int rank)
    {
        rank = Math.Min(rank, Math.Min(Count - 1, _channels));
        var cells = new Cells(
            rank, Moments.Divide(_sum, Count), new double[_positions * rank], new float[_positions * rank * _channels], new double[_positions]);
        Parallel.For(0, _positions, p =>
        {
            if (_products is null)
            {
                FromRows(cells, p);
            }
            else
            {
                FromProducts(cells, p);
            }
        });
        return cells;
    }

    /// <summary>Adds the pending rows, taken relative to a fixed shift, to each position's sum of outer products.</summary>
    private void Fold()
    {
        // The shift only keeps float32 sums small; it is taken out again at the end.
        _shift ??= Moments.Mean(_pending);
        var first = _products is null;
        _products ??= new float[_positions][];
        Parallel.For(0, _positions, p =>
        {
            var block = Gather(_pending, _shift, p);
            var product = new float[_channels * _channels];
            MatrixProduct.Multiply(block, block, product, _channels, _pending.Count, _channels, transposeLeft: true);
            if (first)
            {
                _products[p] = product;
            }
            else
            {
                TensorPrimitives.Add(_products[p], product, _products[p]);
            }
        });
        _pending.Clear();
    }

    private float[] Gather(List<float[]> rows, float[] origin, int position)
    {
        var block = new float[rows.Count * _channels];
        var start = position * _channels;
        for (var i = 0; i < rows.Count; i++)
        {
            TensorPrimitives.Subtract(
                rows[i].AsSpan(start, _channels), origin.AsSpan(start, _channels), block.AsSpan(i * _channels, _channels));
        }

        return block;
    }

    /// <summary>Few photos: the Gram matrix X X' has the same non-zero eigenvalues, and X'v / sqrt(l) are the axes.</summary>
    private void FromRows(Cells cells, int p)
    {
        var n = Count;
        var centred = Gather(_pending, cells.Mean, p);
        cells.TotalVariance[p] = Moments.SumOfSquares(centred) / Math.Max(1, n - 1);
        if (cells.Rank == 0)
        {
            return;
        }

        var gram = new float[n * n];
        MatrixProduct.Multiply(centred, centred, gram, n, _channels, n, transposeRight: true);
        var (values, vectors) = SubspaceIteration.Largest(gram, n, cells.Rank, seed: p);
        var axes = cells.Axes.AsMemory(p * cells.Rank * _channels, cells.Rank * _channels);
        MatrixProduct.Multiply(vectors, centred, axes, cells.Rank, n, _channels);
        for (var k = 0; k < cells.Rank; k++)
        {
            // A direction that the photos do not span gets weight zero: its variance is zero.
            var value = Math.Max(0, values[k]);
            var axis = axes.Span.Slice(k * _channels, _channels);
            TensorPrimitives.Multiply(axis, value > values[0] * 1e-7 ? (float)(1 / Math.Sqrt(value)) : 0f, axis);
            cells.Variances[(p * cells.Rank) + k] = value / (n - 1);
        }
    }

    private void FromProducts(Cells cells, int p)
    {
        var c = _channels;
        var covariance = _products![p].ToArray();
        var delta = new float[c];
        TensorPrimitives.Subtract(cells.Mean.AsSpan(p * c, c), _shift.AsSpan(p * c, c), delta);
        var trace = 0.0;
        for (var i = 0; i < c; i++)
        {
            var row = covariance.AsSpan(i * c, c);
            TensorPrimitives.MultiplyAdd(delta, -Count * delta[i], row, row);
            TensorPrimitives.Divide(row, Count - 1, row);
            trace += row[i];
        }

        cells.TotalVariance[p] = trace;
        if (cells.Rank == 0)
        {
            return;
        }

        var (values, vectors) = SubspaceIteration.Largest(covariance, c, cells.Rank, seed: p);
        vectors.CopyTo(cells.Axes, p * cells.Rank * c);
        for (var k = 0; k < cells.Rank; k++)
        {
            cells.Variances[(p * cells.Rank) + k] = Math.Max(0, values[k]);
        }
    }

    /// <summary>
    /// The result: <see cref="Mean"/> positions x channels, <see cref="Variances"/> positions x rank (descending),
    /// <see cref="Axes"/> positions x rank x channels, <see cref="TotalVariance"/> per position over all channels.
    /// </summary>
    public sealed record Cells(int Rank, float[] Mean, double[] Variances, float[] Axes, double[] TotalVariance);
}
