using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>Shapes of defects: Size * Size values from 0 (untouched) to 1.</summary>
internal static class Coverage
{
    private const int Size = Picture.Size;

    /// <summary>What Skia draws in white, as coverage.</summary>
    public static float[] Drawn(Action<SKCanvas> draw)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(Size, Size, SKColorType.Rgba8888, SKAlphaType.Premul));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Black);
            draw(canvas);
        }
        var pixels = bitmap.GetPixelSpan();
        var coverage = new float[Size * Size];
        for (var i = 0; i < coverage.Length; i++)
        {
            coverage[i] = pixels[4 * i] / 255f;
        }
        return coverage;
    }

    /// <summary>A blot with a ragged edge.</summary>
    /// <param name="random">Gives the outline.</param>
    /// <param name="center">Middle in pixels.</param>
    /// <param name="radius">Mean radius in pixels.</param>
    /// <param name="edge">Width of the fading edge as a share of the radius.</param>
    public static float[] Blob(Random random, SKPoint center, float radius, float edge)
    {
        var seed = random.Next();
        var stretch = random.Between(0.75f, 1.35f);
        var coverage = new float[Size * Size];
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var (dx, dy) = ((x - center.X) / stretch, (y - center.Y) * stretch);
                var distance = MathF.Sqrt((dx * dx) + (dy * dy)) / radius;
                var inside = 1 + (0.75f * Noise.Cloud(seed, 1.4f * x / radius, 1.4f * y / radius)) - distance;
                coverage[(y * Size) + x] = Math.Clamp(inside / edge, 0, 1);
            }
        }
        return coverage;
    }

    /// <summary>A line that wanders, as cracks and scratches do; its width swells and fades.</summary>
    /// <param name="random">Gives the way.</param>
    /// <param name="start">First point in pixels.</param>
    /// <param name="angle">First direction, radians.</param>
    /// <param name="length">Length in pixels.</param>
    /// <param name="width">Largest width in pixels.</param>
    /// <param name="wander">How far the direction changes at each step of 3 pixels, radians.</param>
    public static IReadOnlyList<(SKPoint Point, float Width)> Way(Random random, SKPoint start, float angle, float length, float width, float wander)
    {
        var steps = Math.Max(2, (int)(length / 3));
        var way = new List<(SKPoint, float)>();
        var point = start;
        for (var i = 0; i <= steps; i++)
        {
            // Thin at both ends.
            way.Add((point, width * MathF.Sqrt(MathF.Sin(MathF.PI * (i + 0.6f) / (steps + 1.2f))) * random.Between(0.75f, 1)));
            angle += wander * Noise.Gauss(random);
            point = new SKPoint(point.X + (3 * MathF.Cos(angle)), point.Y + (3 * MathF.Sin(angle)));
        }
        return way;
    }

    /// <summary>Draws a way as coverage, moved by an offset in pixels.</summary>
    public static float[] Line(IReadOnlyList<(SKPoint Point, float Width)> way, float dx = 0, float dy = 0) => Drawn(canvas =>
    {
        using var paint = new SKPaint { Color = SKColors.White, IsAntialias = true, StrokeCap = SKStrokeCap.Round };
        for (var i = 1; i < way.Count; i++)
        {
            paint.StrokeWidth = Math.Max(0.5f, way[i].Width);
            canvas.DrawLine(way[i - 1].Point.X + dx, way[i - 1].Point.Y + dy, way[i].Point.X + dx, way[i].Point.Y + dy, paint);
        }
    });

    /// <summary>A way as a mask should show it: 2 pixels wider, for the eye cannot tell its exact edge.</summary>
    public static IReadOnlyList<(SKPoint Point, float Width)> Wider(IReadOnlyList<(SKPoint Point, float Width)> way) =>
        [.. way.Select(step => (step.Point, step.Width + 2))];

    /// <summary>A coverage where another one holds too.</summary>
    public static float[] Within(this float[] coverage, float[] limit) => [.. coverage.Zip(limit, (a, b) => a * b)];

    /// <summary>A weaker coverage.</summary>
    public static float[] Times(this float[] coverage, float factor) => [.. coverage.Select(c => c * factor)];
}
