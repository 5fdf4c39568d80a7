using System.Numerics.Tensors;

namespace MLPipeline.Compute;

/// <summary>
/// Symmetric separable smoothing with edges reflected without repeating the edge pixel. Rows are worked on as vectors, and
/// the buffers are kept, so that a filter costs no memory per picture. Not for several threads at once.
/// </summary>
internal sealed class PlaneFilter
{
    private readonly int _width;
    private readonly int _height;
    private readonly float[] _kernel;
    private readonly float[] _padded;
    private readonly Plane _across;

    /// <summary>Creates a filter for planes of one size.</summary>
    /// <param name="width">Width of the planes.</param>
    /// <param name="height">Height of the planes.</param>
    /// <param name="kernel">Weights from the middle outwards: element 0 is the middle, element i stands on both sides.</param>
    public PlaneFilter(int width, int height, float[] kernel)
    {
        (_width, _height, _kernel) = (width, height, kernel);
        _padded = new float[width + (2 * (kernel.Length - 1))];
        _across = new Plane(width, height);
    }

    /// <summary>The mean of (2 radius + 1)² pixels.</summary>
    public static PlaneFilter Mean(int width, int height, int radius) =>
        new(width, height, [.. Enumerable.Repeat(1f / ((2 * radius) + 1), radius + 1)]);

    /// <summary>Gaussian smoothing.</summary>
    public static PlaneFilter Gauss(int width, int height, double sigma, int radius) => new(width, height, [.. Gaussian.Kernel(sigma, radius).Select(w => (float)w)]);

    /// <summary>Smooths a plane into another, which may be the same.</summary>
    public void Apply(Plane source, Plane result)
    {
        var radius = _kernel.Length - 1;
        for (var y = 0; y < _height; y++)
        {
            source.Row(y).CopyTo(_padded.AsSpan(radius));
            for (var i = 1; i <= radius; i++)
            {
                _padded[radius - i] = _padded[radius + Mirror(-i, _width)];
                _padded[radius + _width - 1 + i] = _padded[radius + Mirror(_width - 1 + i, _width)];
            }

            var row = _across.Row(y);
            TensorPrimitives.Multiply(_padded.AsSpan(radius, _width), _kernel[0], row);
            for (var i = 1; i <= radius; i++)
            {
                Pair(_padded.AsSpan(radius - i, _width), _padded.AsSpan(radius + i, _width), _kernel[i], row);
            }
        }

        for (var y = 0; y < _height; y++)
        {
            var row = result.Row(y);
            TensorPrimitives.Multiply(_across.Row(y), _kernel[0], row);
            for (var i = 1; i <= radius; i++)
            {
                Pair(_across.Row(Mirror(y - i, _height)), _across.Row(Mirror(y + i, _height)), _kernel[i], row);
            }
        }
    }

    /// <summary>The place of a position outside, mirrored at the edge pixel.</summary>
    internal static int Mirror(int position, int size)
    {
        while (size > 1 && (position < 0 || position >= size))
        {
            position = position < 0 ? -position : (2 * (size - 1)) - position;
        }

        return size > 1 ? position : 0;
    }

    private static void Pair(ReadOnlySpan<float> left, ReadOnlySpan<float> right, float weight, Span<float> sum)
    {
        TensorPrimitives.MultiplyAdd(left, weight, sum, sum);
        TensorPrimitives.MultiplyAdd(right, weight, sum, sum);
    }
}
