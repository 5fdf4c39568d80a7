using MLPipeline.Compute;

namespace MLPipeline.Featurization;

/// <summary>
/// Finds by how far a camera has swayed, and moves the picture back: robust least squares on the gradients of the
/// background, three rounds (Lucas and Kanade 1981, with Cauchy weights). Not for several threads at once.
/// </summary>
internal sealed class Shake
{
    private const int Rounds = 3;
    private const float Largest = 2;
    private const float Outlier = 8;

    private readonly Plane _smooth;
    private readonly Plane _gradientX;
    private readonly Plane _gradientY;
    private readonly PlaneFilter _filter;
    private readonly Plane _moved;
    private readonly float[] _sample;

    /// <summary>Prepares for one background.</summary>
    public Shake(Plane background)
    {
        var (width, height) = (background.Width, background.Height);
        _filter = PlaneFilter.Gauss(width, height, 1, 4);
        (_smooth, _gradientX, _gradientY, _moved) = (new(width, height), new(width, height), new(width, height), new(width, height));
        _filter.Apply(background, _smooth);
        _sample = new float[((width + 3) / 4) * ((height + 3) / 4)];
        for (var y = 0; y < height; y++)
        {
            var up = _smooth.Row(PlaneFilter.Mirror(y - 1, height));
            var here = _smooth.Row(y);
            var down = _smooth.Row(PlaneFilter.Mirror(y + 1, height));
            var gx = _gradientX.Row(y);
            var gy = _gradientY.Row(y);
            for (var x = 0; x < width; x++)
            {
                var (l, r) = (PlaneFilter.Mirror(x - 1, width), PlaneFilter.Mirror(x + 1, width));
                gx[x] = (up[r] - up[l] + (2 * (here[r] - here[l])) + down[r] - down[l]) / 8;
                gy[x] = (down[l] - up[l] + (2 * (down[x] - up[x])) + down[r] - up[r]) / 8;
            }
        }
    }

    /// <summary>The shift d, in pixels, with image(x + d) = background(x).</summary>
    public (float X, float Y) ShiftOf(Plane image)
    {
        var (dx, dy) = (0.0, 0.0);
        for (var round = 0; round < Rounds; round++)
        {
            Move(image, ((float)dx, (float)dy), _moved);
            _filter.Apply(_moved, _moved);
            var residual = _moved.Values;
            for (var i = 0; i < residual.Length; i++)
            {
                residual[i] -= _smooth.Values[i];
            }

            var middle = MedianOfEveryFourth();
            double a11 = 1, a12 = 0, a22 = 1, b1 = 0, b2 = 0;
            for (var i = 0; i < residual.Length; i++)
            {
                var r = residual[i] - middle;
                var (gx, gy) = (_gradientX.Values[i], _gradientY.Values[i]);
                var weight = 1 / (1 + (r / Outlier * (r / Outlier)));
                var (wx, wy) = (weight * gx, weight * gy);
                a11 += wx * gx;
                a12 += wx * gy;
                a22 += wy * gy;
                b1 -= wx * r;
                b2 -= wy * r;
            }

            var det = (a11 * a22) - (a12 * a12);
            dx += Math.Clamp(((b1 * a22) - (b2 * a12)) / det, -Largest, Largest);
            dy += Math.Clamp(((b2 * a11) - (b1 * a12)) / det, -Largest, Largest);
        }

        return ((float)dx, (float)dy);
    }

    /// <summary>Reads a picture at shifted places, bilinearly; outside the edge goes on.</summary>
    public static void Move(Plane image, (float X, float Y) shift, Plane result)
    {
        var (width, height) = (image.Width, image.Height);
        var (ix, iy) = ((int)MathF.Floor(shift.X), (int)MathF.Floor(shift.Y));
        var (fx, fy) = (shift.X - ix, shift.Y - iy);
        for (var y = 0; y < height; y++)
        {
            var upper = image.Row(Math.Clamp(y + iy, 0, height - 1));
            var lower = image.Row(Math.Clamp(y + iy + 1, 0, height - 1));
            var row = result.Row(y);
            for (var x = 0; x < width; x++)
            {
                var (l, r) = (Math.Clamp(x + ix, 0, width - 1), Math.Clamp(x + ix + 1, 0, width - 1));
                var top = upper[l] + (fx * (upper[r] - upper[l]));
                var bottom = lower[l] + (fx * (lower[r] - lower[l]));
                row[x] = top + (fy * (bottom - top));
            }
        }
    }

    /// <summary>The spread of the shifts over time in pixels, as a standard deviation: the larger of both directions.</summary>
    public double Spread(IReadOnlyList<Plane> images)
    {
        var shifts = images.Select(ShiftOf).ToArray();
        return 1.4826 * Math.Max(Deviation(shifts.Select(s => s.X)), Deviation(shifts.Select(s => s.Y)));
    }

    private static float Deviation(IEnumerable<float> values)
    {
        float[] all = [.. values];
        var middle = PixelMedian.Of([.. all]);
        return PixelMedian.Of(all.Select(v => Math.Abs(v - middle)).ToArray());
    }

    private float MedianOfEveryFourth()
    {
        var count = 0;
        for (var y = 0; y < _moved.Height; y += 4)
        {
            for (var x = 0; x < _moved.Width; x += 4)
            {
                _sample[count++] = _moved.Values[(y * _moved.Width) + x];
            }
        }

        return PixelMedian.Of(_sample.AsSpan(0, count));
    }
}
