namespace MLPipeline.Datasets;

/// <summary>Smooth random fields: the same seed and place give the same value.</summary>
internal static class Noise
{
    /// <summary>Value noise of one scale, from -1 to 1: random values on a unit lattice, smoothly interpolated.</summary>
    public static float At(int seed, float x, float y)
    {
        var (x0, y0) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (fx, fy) = (Smooth(x - x0), Smooth(y - y0));
        var top = Lattice(seed, x0, y0) + (fx * (Lattice(seed, x0 + 1, y0) - Lattice(seed, x0, y0)));
        var bottom = Lattice(seed, x0, y0 + 1) + (fx * (Lattice(seed, x0 + 1, y0 + 1) - Lattice(seed, x0, y0 + 1)));
        return top + (fy * (bottom - top));
    }

    /// <summary>Four octaves of value noise, each half as large and half as strong as the one before; about -1 to 1.</summary>
    public static float Cloud(int seed, float x, float y) =>
        0.53f * (At(seed, x, y) + (0.5f * At(seed + 1, 2 * x, 2 * y)) + (0.25f * At(seed + 2, 4 * x, 4 * y)) + (0.125f * At(seed + 3, 8 * x, 8 * y)));

    /// <summary>A standard normal number (Box-Muller).</summary>
    public static float Gauss(Random random) =>
        MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle())) * MathF.Cos(MathF.Tau * random.NextSingle());

    /// <summary>A number between two.</summary>
    public static float Between(this Random random, float low, float high) => low + ((high - low) * random.NextSingle());

    private static float Smooth(float t) => t * t * (3 - (2 * t));

    private static float Lattice(int seed, int x, int y)
    {
        var h = unchecked(((uint)seed * 0x9E3779B1u) ^ ((uint)x * 0x85EBCA6Bu) ^ ((uint)y * 0xC2B2AE35u));
        h = unchecked((h ^ (h >> 15)) * 0x2C1B3C6Du);
        h = unchecked((h ^ (h >> 12)) * 0x297A2D39u);
        return ((h ^ (h >> 15)) / (float)uint.MaxValue * 2) - 1;
    }
}
