using System.Numerics.Tensors;

namespace MLPipeline.Compute;

/// <summary>
/// Mean and covariance of a stream of vectors in memory that does not grow with their number: vectors are collected in
/// blocks, each block is one matrix product, and the products are summed in double precision.
/// </summary>
/// <param name="dimensions">Numbers per vector.</param>
internal sealed class RunningCovariance(int dimensions)
{
    private const int BlockRows = 2048;

    private readonly float[] _block = new float[BlockRows * dimensions];
    private readonly float[] _product = new float[dimensions * dimensions];
    private readonly double[] _products = new double[dimensions * dimensions];
    private readonly double[] _sum = new double[dimensions];
    private float[]? _shift;
    private int _pending;

    /// <summary>Vectors seen.</summary>
    public long Count { get; private set; }

    /// <summary>Adds one vector.</summary>
    public void Add(ReadOnlySpan<float> vector)
    {
        vector.CopyTo(_block.AsSpan(_pending * dimensions, dimensions));
        Count++;
        if (++_pending == BlockRows)
        {
            Fold();
        }
    }

    /// <summary>The mean so far.</summary>
    public float[] Mean()
    {
        Fold();
        var mean = Moments.Divide(_sum, Count);
        if (_shift is not null)
        {
            TensorPrimitives.Add(mean, _shift, mean);
        }

        return mean;
    }

    /// <summary>The covariance so far, divisor n - 1 (or 1, where there is one vector): dimensions x dimensions.</summary>
    public double[] Covariance()
    {
        Fold();
        var covariance = new double[dimensions * dimensions];
        for (var i = 0; i < dimensions; i++)
        {
            for (var j = 0; j < dimensions; j++)
            {
                covariance[(i * dimensions) + j] =
                    (_products[(i * dimensions) + j] - (_sum[i] * _sum[j] / Count)) / Math.Max(1, Count - 1);
            }
        }

        return covariance;
    }

    private void Fold()
    {
        if (_pending == 0)
        {
            return;
        }

        // Sums are taken relative to the first block's mean, which keeps float32 products precise.
        _shift ??= FirstMean();
        for (var i = 0; i < _pending; i++)
        {
            var vector = _block.AsSpan(i * dimensions, dimensions);
            TensorPrimitives.Subtract(vector, _shift, vector);
            Moments.Accumulate(_sum, vector);
        }

        MatrixProduct.Multiply(_block, _block, _product, dimensions, _pending, dimensions, transposeLeft: true);
        Moments.Accumulate(_products, _product);
        _pending = 0;
    }

    private float[] FirstMean()
    {
        var sum = new double[dimensions];
        for (var i = 0; i < _pending; i++)
        {
            Moments.Accumulate(sum, _block.AsSpan(i * dimensions, dimensions));
        }

        return Moments.Divide(sum, _pending);
    }
}
