using Microsoft.ML.Data;

namespace MLPipeline.Jobs;

/// <summary>Photos for measuring, made by code: waves of colour with noise, each different.</summary>
internal static class TestPicture
{
    private const int Side = 320;

    /// <summary>Writes a number of photos into a folder.</summary>
    public static string[] Write(string folder, int count) => [.. Enumerable.Range(0, count).Select(i => Write(folder, i, new Random(i)))];

    private static string Write(string folder, int number, Random random)
    {
        var pixels = new byte[4 * Side * Side];
        for (var i = 0; i < Side * Side; i++)
        {
            var (x, y) = (i % Side, i / Side);
            pixels[4 * i] = Value(Math.Sin(x * 0.02 * (number + 1)));
            pixels[(4 * i) + 1] = Value(Math.Sin(y * 0.03 * (number + 1)));
            pixels[(4 * i) + 2] = Value(Math.Cos((x + y) * 0.05));
            pixels[(4 * i) + 3] = byte.MaxValue;
        }

        var path = Path.Combine(folder, $"{number}.png");
        using var image = MLImage.CreateFromPixels(Side, Side, MLPixelFormat.Rgba32, pixels);
        image.Save(path);
        return path;

        byte Value(double wave) => (byte)(128 + (70 * wave) + random.Next(-50, 50));
    }
}
