using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>A gray photograph of a surface, from which pieces are cut: train pieces from its left half, test pieces from its right half.</summary>
internal sealed class Texture
{
    private const int Size = Picture.Size;
    private readonly float[] _gray;
    private readonly int _side;

    /// <summary>A photograph from its gray values, 0 to 255, row by row.</summary>
    public Texture(float[] gray, int side) => (_gray, _side) = (gray, side);

    /// <summary>Reads a photograph embedded in the library.</summary>
    public static Texture Embedded(string name)
    {
        using var stream = typeof(Texture).Assembly.GetManifestResourceStream($"textures/{name}.png")
            ?? throw new InvalidOperationException($"The library was built without the texture '{name}'.");
        using var bitmap = SKBitmap.Decode(stream);
        var gray = new float[bitmap.Width * bitmap.Height];
        for (var i = 0; i < gray.Length; i++)
        {
            gray[i] = bitmap.GetPixel(i % bitmap.Width, i / bitmap.Width).Red;
        }
        return new Texture(gray, bitmap.Width);
    }

    /// <summary>Cuts a piece of Size x Size values, 0 to 255: a square of the half, turned, perhaps mirrored, enlarged with bicubic interpolation.</summary>
    /// <param name="random">Gives place, angle and mirroring.</param>
    /// <param name="test">Right half instead of left half.</param>
    /// <param name="piece">Side of the square in pixels of the photograph.</param>
    /// <param name="turn">Largest angle, radians.</param>
    public float[] Cut(Random random, bool test, float piece, float turn)
    {
        var angle = random.Between(-turn, turn);
        var (cos, sin) = (MathF.Cos(angle), MathF.Sin(angle));
        // Half of the upright box around the turned square, and 2 pixels for the interpolation.
        var reach = (piece / 2 * (Math.Abs(cos) + Math.Abs(sin))) + 2;
        var half = _side / 2f;
        var cx = (test ? half : 0) + random.Between(reach, half - reach);
        var cy = random.Between(reach, _side - reach);
        var mirror = random.Next(2) == 0 ? 1 : -1;
        var values = new float[Size * Size];
        for (var i = 0; i < values.Length; i++)
        {
            var u = mirror * (((i % Size) + 0.5f) / Size - 0.5f) * piece;
            var v = (((i / Size) + 0.5f) / Size - 0.5f) * piece;
            values[i] = Bicubic(cx + (cos * u) - (sin * v) - 0.5f, cy + (sin * u) + (cos * v) - 0.5f);
        }
        return values;
    }

    // Catmull-Rom: passes through the pixels and stays sharp.
    private float Bicubic(float x, float y)
    {
        var (x0, y0) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        Span<float> wx = stackalloc float[4];
        Span<float> wy = stackalloc float[4];
        Weights(x - x0, wx);
        Weights(y - y0, wy);
        var sum = 0f;
        for (var j = 0; j < 4; j++)
        {
            var row = Math.Clamp(y0 - 1 + j, 0, _side - 1) * _side;
            for (var i = 0; i < 4; i++)
            {
                sum += wy[j] * wx[i] * _gray[row + Math.Clamp(x0 - 1 + i, 0, _side - 1)];
            }
        }
        return sum;
    }

    private static void Weights(float t, Span<float> w)
    {
        w[0] = ((-0.5f * t + 1) * t - 0.5f) * t;
        w[1] = ((1.5f * t - 2.5f) * t * t) + 1;
        w[2] = ((-1.5f * t + 2) * t + 0.5f) * t;
        w[3] = (0.5f * t - 0.5f) * t * t;
    }
}
