using System.Numerics.Tensors;

namespace MLPipeline.Compute;

/// <summary>
/// Makes pictures smaller by the mean over the area of each new pixel, rounded to whole grey levels as cameras give them.
/// Rows are summed first, as vectors: of a large picture only the few rows that are left are then summed along.
/// Not for several threads at once.
/// </summary>
internal sealed class AreaResize
{
    private readonly int _sourceWidth;
    private readonly int _sourceHeight;
    private readonly (int First, float[] Weights)[] _columns;
    private readonly (int First, float[] Weights)[] _rows;
    private readonly float[] _line;
    private readonly float[] _sum;

    /// <summary>Creates a resizer from one size to another. Where a side grows, the nearest pixels are mixed by their share.</summary>
    public AreaResize(int sourceWidth, int sourceHeight, int width, int height)
    {
        (_sourceWidth, _sourceHeight, Width, Height) = (sourceWidth, sourceHeight, width, height);
        _columns = Shares(sourceWidth, width);
        _rows = Shares(sourceHeight, height);
        _line = new float[sourceWidth];
        _sum = new float[sourceWidth];
    }

    /// <summary>Width of the result.</summary>
    public int Width { get; }

    /// <summary>Height of the result.</summary>
    public int Height { get; }

    /// <summary>Resizes one picture.</summary>
    /// <param name="source">Grey levels of 0 to 255, row by row.</param>
    /// <param name="result">A plane of the new size.</param>
    public void Apply(ReadOnlySpan<byte> source, Plane result)
    {
        if (source.Length != _sourceWidth * _sourceHeight)
        {
            throw new ArgumentException($"{source.Length} pixels for a picture of {_sourceWidth} x {_sourceHeight}.", nameof(source));
        }

        for (var y = 0; y < Height; y++)
        {
            var (first, weights) = _rows[y];
            Array.Clear(_sum);
            for (var i = 0; i < weights.Length; i++)
            {
                TensorPrimitives.ConvertChecked(source.Slice((first + i) * _sourceWidth, _sourceWidth), _line);
                TensorPrimitives.MultiplyAdd(_line, weights[i], _sum, _sum);
            }

            var row = result.Row(y);
            for (var x = 0; x < Width; x++)
            {
                var (from, shares) = _columns[x];
                var sum = 0f;
                for (var i = 0; i < shares.Length; i++)
                {
                    sum += shares[i] * _sum[from + i];
                }

                row[x] = MathF.Floor(sum + 0.5f);
            }
        }
    }

    /// <summary>Which old pixels a new one covers, and by what share of its own length.</summary>
    private static (int First, float[] Weights)[] Shares(int source, int size)
    {
        var scale = (double)source / size;
        return [.. Enumerable.Range(0, size).Select(i =>
        {
            var (start, end) = (i * scale, Math.Min(source, (i + 1) * scale));
            var first = (int)Math.Floor(start + 1e-6);
            var last = Math.Max(first, (int)Math.Ceiling(end - 1e-6) - 1);
            var weights = Enumerable.Range(first, last - first + 1)
                .Select(p => (float)((Math.Min(end, p + 1) - Math.Max(start, p)) / (end - start))).ToArray();
            return (first, weights);
        })];
    }
}
