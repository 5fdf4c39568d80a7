namespace MLPipeline.Tests.Scores;

/// <summary>One made-up photo with its map and mask.</summary>
internal sealed record RandomPhoto(string Name, float[] Map, byte[] Mask, int Width, int Height);

internal static class RandomPhotos
{
    /// <summary>Every third photo is good; the others have blobs that score higher on average. Sizes differ.</summary>
    public static IReadOnlyList<RandomPhoto> Make(int seed, int count, float scale, float offset)
    {
        var random = new Random(seed);
        var photos = new List<RandomPhoto>();
        for (var p = 0; p < count; p++)
        {
            var (width, height) = (random.Next(20, 40), random.Next(20, 40));
            var mask = new byte[width * height];
            for (var blob = 0; blob < (p % 3 == 0 ? 0 : 4); blob++)
            {
                var (x0, y0) = (random.Next(width - 8), random.Next(height - 8));
                var (w, h) = (random.Next(1, 8), random.Next(1, 8));
                for (var i = 0; i < w * h; i++)
                {
                    mask[((y0 + (i / w)) * width) + x0 + (i % w)] = 255;
                }
            }

            var map = Array.ConvertAll(mask, m => offset + (scale * (float)(random.NextDouble() + random.NextDouble() + (m == 0 ? 0 : 0.7))));
            photos.Add(new RandomPhoto($"{p % 4}/{p:00}.png", map, mask, width, height));
        }

        return photos;
    }
}
