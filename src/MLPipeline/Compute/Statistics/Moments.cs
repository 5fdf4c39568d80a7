using System.Numerics.Tensors;

namespace MLPipeline.Compute;

/// <summary>Sums in double precision over float32 data.</summary>
internal static class Moments
{
    /// <summary>The mean of rows of equal length.</summary>
    public static float[] Mean(IReadOnlyList<float[]> rows)
    {
        var sum = new double[rows[0].Length];
        foreach (var row in rows)
        {
            Accumulate(sum, row);
        }

        return Divide(sum, rows.Count);
    }

    /// <summary>The rows minus <paramref name="mean"/>, one after the other: n x d.</summary>
    public static float[] Centred(IReadOnlyList<float[]> rows, float[] mean)
    {
        var d = mean.Length;
        var centred = new float[rows.Count * d];
        for (var i = 0; i < rows.Count; i++)
        {
            TensorPrimitives.Subtract(rows[i], mean, centred.AsSpan(i * d, d));
        }

        return centred;
    }

    /// <summary>sum += row.</summary>
    public static void Accumulate(Span<double> sum, ReadOnlySpan<float> row)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += row[i];
        }
    }

    /// <summary>sum / count as float32.</summary>
    public static float[] Divide(ReadOnlySpan<double> sum, double count)
    {
        var mean = new float[sum.Length];
        for (var i = 0; i < mean.Length; i++)
        {
            mean[i] = (float)(sum[i] / count);
        }

        return mean;
    }

    /// <summary>The sum of squares.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += (double)value * value;
        }

        return sum;
    }
}
