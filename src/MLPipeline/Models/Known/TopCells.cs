using System.Numerics.Tensors;

namespace MLPipeline.Models;

/// <summary>
/// The cells of a photo that make its score, and how they deviate: what known defects are compared by. Each cell's deviation
/// from the mean of the good photos is divided by the root of its spread, so that restless cells do not speak the loudest.
/// </summary>
/// <remarks>
/// A map's value times <see cref="MapFactors"/> is the calibrated distance D'. T = the ceil(0.04 P) cells with the largest D';
/// d_p = (x_p - mean_p) / sqrt(s_p / mean of s), s_p the spread of cell p.
/// </remarks>
internal sealed class TopCells
{
    /// <summary>The share of the cells that is looked at.</summary>
    public const double Share = 0.04;

    /// <summary>Cells that are all on one scale have no factors: null.</summary>
    /// <param name="positions">Number of cells.</param>
    /// <param name="channels">Numbers per cell.</param>
    /// <param name="factors">What a cell's distance is multiplied by for the score; inverse to its spread.</param>
    public TopCells(int positions, int channels, IReadOnlyList<float>? factors)
    {
        Positions = positions;
        Channels = channels;
        Count = Math.Max(1, (int)Math.Ceiling((Share * positions) - 1e-9));
        MapFactors = [.. Enumerable.Range(0, positions).Select(p => factors is null ? 1f : MathF.Sqrt(factors[p]))];
        var spread = factors is null ? 1 : factors.Average(f => 1.0 / f);
        Scales = [.. Enumerable.Range(0, positions).Select(p => factors is null ? 1f : (float)Math.Sqrt(factors[p] * spread))];
    }

    /// <summary>Number of cells.</summary>
    public int Positions { get; }

    /// <summary>Numbers per cell.</summary>
    public int Channels { get; }

    /// <summary>How many cells are looked at.</summary>
    public int Count { get; }

    /// <summary>From the map that is shown, which is calibrated at half strength, to the calibrated distance.</summary>
    public float[] MapFactors { get; }

    /// <summary>What a cell's deviation is multiplied by.</summary>
    public float[] Scales { get; }

    /// <summary>The cells that make the score of a photo with this map, the most anomalous first.</summary>
    public int[] Of(ReadOnlySpan<float> map)
    {
        var keys = new float[Positions];
        TensorPrimitives.Multiply(map, MapFactors, keys);
        var cells = Enumerable.Range(0, Positions).ToArray();
        TensorPrimitives.Negate(keys, keys);
        Array.Sort(keys, cells);
        return cells[..Count];
    }

    /// <summary>The deviation of one cell from <paramref name="mean"/> (positions x channels).</summary>
    public void Deviation(ReadOnlySpan<float> row, ReadOnlySpan<float> mean, int cell, Span<float> target)
    {
        var at = cell * Channels;
        TensorPrimitives.Subtract(row.Slice(at, Channels), mean.Slice(at, Channels), target);
        TensorPrimitives.Multiply(target, Scales[cell], target);
    }

    /// <summary>The mean deviation of the cells that make the score: one number per channel.</summary>
    public float[] MeanDeviation(ReadOnlySpan<float> row, ReadOnlySpan<float> map, ReadOnlySpan<float> mean)
    {
        var sum = new float[Channels];
        var one = new float[Channels];
        foreach (var cell in Of(map))
        {
            Deviation(row, mean, cell, one);
            TensorPrimitives.Add(sum, one, sum);
        }

        TensorPrimitives.Divide(sum, Count, sum);
        return sum;
    }
}
