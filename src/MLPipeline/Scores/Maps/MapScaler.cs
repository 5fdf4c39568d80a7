using System.Numerics.Tensors;
using MLPipeline.Compute;
using MLPipeline.Featurization;

namespace MLPipeline.Scores;

/// <summary>
/// Brings an anomaly map from its grid to the pixels of a photo: bilinear interpolation, then a Gaussian, and the padding
/// that the resizing added is left out.
/// </summary>
/// <remarks>
/// Both steps are linear and separable, so they are two small matrices, made once per photo size: pixels = down x map x
/// across'. The Gaussian has sigma 4 pixels on a photo of 256 x 256 (PatchCore, PaDiM) and grows with the photo.
/// </remarks>
public sealed class MapScaler
{
    private const double SigmaAt256 = 4;

    private readonly float[] _down;
    private readonly float[] _across;
    private readonly int _rows;
    private readonly int _columns;

    /// <summary>Prepares the scaling.</summary>
    /// <param name="rows">Rows of the map.</param>
    /// <param name="columns">Columns of the map.</param>
    /// <param name="input">The size that photos were resized to, padding included.</param>
    /// <param name="width">Width of the photo in pixels.</param>
    /// <param name="height">Height of the photo in pixels.</param>
    public MapScaler(int rows, int columns, InputSize input, int width, int height)
        : this(rows, columns, input, width, height, step: 1)
    {
    }

    /// <summary>Prepares the scaling to every <paramref name="step"/>-th pixel of either side: blocks of a large photo, each at its centre.</summary>
    internal MapScaler(int rows, int columns, InputSize input, int width, int height, int step)
    {
        (_rows, _columns, Width, Height) = (rows, columns, (width + step - 1) / step, (height + step - 1) / step);
        var sigma = SigmaAt256 * Math.Sqrt((double)width * height) / 256;

        // IsoPad: one scale for both sides, the rest is padding, half of it on either side.
        var scale = Math.Min((double)input.Width / width, (double)input.Height / height);
        _down = Axis(rows, input.Height, height, scale, sigma, step);
        _across = Axis(columns, input.Width, width, scale, sigma, step);
    }

    /// <summary>Values per row of a scaled map: the width of the photo.</summary>
    public int Width { get; }

    /// <summary>Rows of a scaled map: the height of the photo.</summary>
    public int Height { get; }

    /// <summary>The map in the photo's pixels, row by row.</summary>
    /// <exception cref="ArgumentException">The map has another size.</exception>
    public float[] Scale(float[] map)
    {
        if (map.Length != _rows * _columns)
        {
            throw new ArgumentException($"The map has {map.Length} positions, expected {_rows} x {_columns}.", nameof(map));
        }

        var tall = new float[Height * _columns];
        MatrixProduct.Multiply(_down, map, tall, Height, _rows, _columns);
        var pixels = new float[Height * Width];
        MatrixProduct.Multiply(tall, _across, pixels, Height, _columns, Width, transposeRight: true);
        return pixels;
    }

    /// <summary>The (pixels x positions) matrix of one axis.</summary>
    private static float[] Axis(int positions, int padded, int pixels, double scale, double sigma, int step)
    {
        var offset = (padded - (pixels * scale)) / 2;
        var count = (pixels + step - 1) / step;
        var bilinear = new float[count * positions];
        for (var i = 0; i < count; i++)
        {
            var centre = ((i * step) + Math.Min((i + 1) * step, pixels)) / 2.0;
            var place = Math.Clamp(((((centre * scale) + offset) * positions) / padded) - 0.5, 0, positions - 1);
            var left = Math.Min((int)place, positions - 1);
            var right = Math.Min(left + 1, positions - 1);
            bilinear[(i * positions) + left] += (float)(1 - (place - left));
            bilinear[(i * positions) + right] += (float)(place - left);
        }

        return Smooth(bilinear, count, positions, sigma / step);
    }

    /// <summary>A Gaussian along the pixels, cut at four sigma, mirrored at the edges.</summary>
    private static float[] Smooth(float[] matrix, int pixels, int positions, double sigma)
    {
        var radius = (int)Math.Ceiling(4 * sigma);
        var kernel = Enumerable.Range(-radius, (2 * radius) + 1).Select(k => Math.Exp(-k * k / (2 * sigma * sigma))).ToArray();
        var sum = kernel.Sum();
        var result = new float[matrix.Length];
        for (var i = 0; i < pixels; i++)
        {
            var target = result.AsSpan(i * positions, positions);
            for (var k = -radius; k <= radius; k++)
            {
                var source = matrix.AsSpan(Mirror(i + k, pixels) * positions, positions);
                TensorPrimitives.MultiplyAdd(source, (float)(kernel[k + radius] / sum), target, target);
            }
        }

        return result;
    }

    private static int Mirror(int i, int n)
    {
        var period = 2 * n;
        i = ((i % period) + period) % period;
        return i < n ? i : period - 1 - i;
    }
}
