using System.Numerics.Tensors;
using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>
/// Weighs down the directions in channel space in which good photos differ from their cell's mean whatever the cell, such as
/// lighting: x becomes W (x - mean of its cell), with W'W = (S + g m I)^-1.
/// </summary>
/// <remarks>
/// S is the covariance within cells, summed over all of them (divisor (n - 1) x cells), m its mean variance, g the strength:
/// a large g leaves x as it is but for a factor. W is the inverse of the Cholesky factor: any other root, such as the
/// symmetric one, differs by a rotation, which the distances and principal axes that follow do not see.
/// </remarks>
internal sealed class CommonWhitening
{
    private const double SmallestVariance = 1e-12;

    private readonly int _positions;
    private readonly int _channels;

    private CommonWhitening(float[] mean, float[]? matrix, int positions, int channels)
    {
        (Mean, Matrix) = (mean, matrix);
        (_positions, _channels) = (positions, channels);
    }

    /// <summary>The mean of each cell: positions x channels.</summary>
    public float[] Mean { get; }

    /// <summary>W, channels x channels, row-major; null where nothing is whitened.</summary>
    public float[]? Matrix { get; }

    /// <summary>Reads all rows once.</summary>
    /// <param name="rows">The good photos.</param>
    /// <param name="strength">g; 0 whitens nothing and only takes the means.</param>
    public static CommonWhitening Learn(GoodRows rows, double strength)
    {
        var (positions, channels) = (rows.Shape.Positions, rows.Shape.Channels);
        var sum = new double[rows.Shape.Length];
        var products = new double[channels * channels];
        var product = new float[channels * channels];
        var offset = new float[rows.Shape.Length];
        float[]? shift = null;
        var count = rows.ForEach((_, row) =>
        {
            // The shift only keeps float32 products small; it is taken out again at the end.
            shift ??= row.ToArray();
            TensorPrimitives.Subtract(row, shift, offset);
            Moments.Accumulate(sum, offset);
            if (strength > 0)
            {
                MatrixProduct.Multiply(offset, offset, product, channels, positions, channels, transposeLeft: true);
                Moments.Accumulate(products, product);
            }
        });
        var mean = Moments.Divide(sum, count);
        if (strength > 0)
        {
            MatrixProduct.Multiply(mean, mean, product, channels, positions, channels, transposeLeft: true);
            for (var i = 0; i < products.Length; i++)
            {
                products[i] = (products[i] - ((double)count * product[i])) / (Math.Max(1, count - 1.0) * positions);
            }
        }

        TensorPrimitives.Add(mean, shift, mean);
        return new(mean, strength > 0 ? Of(products, channels, strength) : null, positions, channels);
    }

    /// <summary>W from S.</summary>
    /// <param name="within">S.</param>
    /// <param name="channels">Its size.</param>
    /// <param name="strength">g.</param>
    /// <param name="smallest">The least that is added to each variance: more than the rounding errors of S.</param>
    public static float[] Of(double[] within, int channels, double strength, double smallest = SmallestVariance)
    {
        var regularized = within.ToArray();
        var ridge = Math.Max(Math.Max(SmallestVariance, smallest), strength * Trace(within, channels) / channels);
        for (var c = 0; c < channels; c++)
        {
            regularized[(c * channels) + c] += ridge;
        }

        return new Cholesky(regularized, channels).InverseFactor();
    }

    /// <summary>The sum of the diagonal.</summary>
    public static double Trace(double[] matrix, int channels) => Enumerable.Range(0, channels).Sum(c => matrix[(c * channels) + c]);

    /// <summary>W (x - mean) of every cell of a row.</summary>
    public void Apply(ReadOnlySpan<float> row, float[] result)
    {
        if (Matrix is null)
        {
            TensorPrimitives.Subtract(row, Mean, result);
            return;
        }

        var offset = new float[row.Length];
        TensorPrimitives.Subtract(row, Mean, offset);
        MatrixProduct.Multiply(offset, Matrix, result, _positions, _channels, _channels, transposeRight: true);
    }
}
