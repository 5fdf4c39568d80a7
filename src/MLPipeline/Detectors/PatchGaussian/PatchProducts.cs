using System.Numerics.Tensors;
using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>
/// Each cell's sum of outer products over the good photos, relative to the cell's mean: from it the covariance without some of
/// the photos follows by taking theirs out.
/// </summary>
internal sealed class PatchProducts
{
    private const int BlockSize = 64;

    private readonly int _positions;
    private readonly int _channels;
    private readonly float[][] _products;
    private readonly double[] _within;
    private readonly List<float[]> _pending = [];

    /// <summary>Reads all rows once.</summary>
    /// <param name="rows">The good photos.</param>
    /// <param name="mean">Their mean, positions x channels.</param>
    public PatchProducts(GoodRows rows, float[] mean)
    {
        Shift = mean;
        (_positions, _channels) = (rows.Shape.Positions, rows.Shape.Channels);
        _products = [.. Enumerable.Range(0, _positions).Select(_ => new float[_channels * _channels])];
        Count = rows.ForEach((_, row) =>
        {
            var offset = new float[row.Length];
            TensorPrimitives.Subtract(row, mean, offset);
            _pending.Add(offset);
            if (_pending.Count == BlockSize)
            {
                Fold();
            }
        });
        Fold();
        _within = new double[_channels * _channels];
        foreach (var product in _products)
        {
            Moments.Accumulate(_within, product);
        }
    }

    /// <summary>The mean variance of a channel within its cell, over all photos.</summary>
    public double MeanVariance => CommonWhitening.Trace(_within, _channels) / ((double)_channels * _positions * Count);

    /// <summary>Numbers per cell.</summary>
    public int Channels => _channels;

    /// <summary>The mean of each cell, which all rows are taken relative to.</summary>
    public float[] Shift { get; }

    /// <summary>Number of photos.</summary>
    public int Count { get; }

    /// <summary>The covariance within cells without some photos: summed over the cells, divided by (left - 1) x cells.</summary>
    /// <param name="held">The photos to leave out, relative to <see cref="Shift"/>.</param>
    /// <param name="mean">The mean of those left, relative to <see cref="Shift"/>.</param>
    /// <param name="left">How many are left.</param>
    public double[] WithinWithout(float[][] held, float[] mean, int left)
    {
        var within = _within.ToArray();
        var product = new float[_channels * _channels];
        foreach (var offset in held)
        {
            MatrixProduct.Multiply(offset, offset, product, _channels, _positions, _channels, transposeLeft: true);
            TakeOut(within, product, 1);
        }

        MatrixProduct.Multiply(mean, mean, product, _channels, _positions, _channels, transposeLeft: true);
        TakeOut(within, product, left);
        var divisor = Math.Max(1, left - 1.0) * _positions;
        for (var i = 0; i < within.Length; i++)
        {
            within[i] /= divisor;
        }

        return within;
    }

    /// <summary>The covariance of cell <paramref name="p"/> without some photos (divisor: one less than those left).</summary>
    /// <param name="p">The cell.</param>
    /// <param name="offsets">The photos to leave out, relative to <see cref="Shift"/>: count x channels.</param>
    /// <param name="count">How many.</param>
    /// <param name="mean">The mean of those left, relative to <see cref="Shift"/>.</param>
    /// <param name="left">How many are left, at least one.</param>
    /// <param name="covariance">Receives it: channels x channels.</param>
    public void Without(int p, float[] offsets, int count, ReadOnlySpan<float> mean, int left, float[] covariance)
    {
        var c = _channels;
        MatrixProduct.Multiply(offsets, offsets, covariance, c, count, c, transposeLeft: true);
        TensorPrimitives.Subtract(_products[p], covariance, covariance);
        for (var i = 0; i < c; i++)
        {
            var row = covariance.AsSpan(i * c, c);
            TensorPrimitives.MultiplyAdd(mean, -left * mean[i], row, row);
        }

        TensorPrimitives.Divide(covariance, Math.Max(1, left - 1), covariance);
    }

    private static void TakeOut(double[] sum, float[] product, int times)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] -= (double)times * product[i];
        }
    }

    private void Fold()
    {
        if (_pending.Count == 0)
        {
            return;
        }

        Parallel.For(0, _positions, p =>
        {
            var block = new float[_pending.Count * _channels];
            for (var i = 0; i < _pending.Count; i++)
            {
                _pending[i].AsSpan(p * _channels, _channels).CopyTo(block.AsSpan(i * _channels));
            }

            var product = new float[_channels * _channels];
            MatrixProduct.Multiply(block, block, product, _channels, _pending.Count, _channels, transposeLeft: true);
            TensorPrimitives.Add(_products[p], product, _products[p]);
        });
        _pending.Clear();
    }
}
