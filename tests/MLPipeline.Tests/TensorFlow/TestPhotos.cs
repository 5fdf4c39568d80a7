using Microsoft.ML.Data;

namespace MLPipeline.Tests.TensorFlow;

/// <summary>Small photos made by code: coloured waves with noise on them.</summary>
internal static class TestPhotos
{
    public static string Write(string folder, int seed, int width, int height)
    {
        var random = new Random(seed);
        var pixels = new byte[4 * width * height];
        for (var i = 0; i < width * height; i++)
        {
            var (x, y) = (i % width, i / width);
            pixels[4 * i] = (byte)(128 + (60 * Math.Sin(x * 0.07 * (seed + 1))) + random.Next(-40, 40));
            pixels[(4 * i) + 1] = (byte)(128 + (60 * Math.Sin(y * 0.05 * (seed + 2))) + random.Next(-40, 40));
            pixels[(4 * i) + 2] = (byte)(128 + (60 * Math.Sin((x + y) * 0.03)) + random.Next(-40, 40));
            pixels[(4 * i) + 3] = 255;
        }

        var path = Path.Combine(folder, $"photo{seed}.png");
        using var image = MLImage.CreateFromPixels(width, height, MLPixelFormat.Rgba32, pixels);
        image.Save(path);
        return path;
    }
}
