using MLPipeline.Datasets;
using MLPipeline.Models;

namespace MLPipeline.Tests;

/// <summary>Clips drawn in memory: upright bars that walk over a textured ground.</summary>
internal sealed class DrawnClip(string name, int frames, Func<int, byte[]> draw, double? rate = null) : IFrameSource
{
    public const int Width = 160;
    public const int Height = 96;

    public string Name => name;

    public int? Count => frames;

    public double? FramesPerSecond => rate;

    public IEnumerable<ClipFrame> Read(FrameRange range, CancellationToken cancel = default) => Enumerable.Range(0, frames)
        .Where(i => range.Holds(i, rate)).Select(i => new ClipFrame(i, rate is null ? null : i / rate, Width, Height, draw(i)));

    /// <summary>The ground alone, with the noise of a sensor.</summary>
    public static byte[] Ground(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Width * Height).Select(i => (byte)(130 + (20 * Math.Sin(i % Width / 5.0) * Math.Cos(i / Width / 4.0)) + random.Next(-2, 3)))];
    }

    /// <summary>Draws a walker of 8 x 16 pixels with its feet in a row.</summary>
    public static void Walker(byte[] picture, double x, int y, int shade = 40)
    {
        for (var row = Math.Max(0, y - 16); row < Math.Min(Height, y); row++)
        {
            for (var column = Math.Max(0, (int)Math.Floor(x) - 1); column < Math.Min(Width, x + 10); column++)
            {
                // Sub-pixel edges, and stripes across so that there is something to follow.
                var cover = Math.Clamp(column + 1 - x, 0, 1) * Math.Clamp(x + 8 - column, 0, 1);
                var own = shade + (25 * Math.Sin((column - x) * 1.2) * Math.Sin(row * 0.7));
                picture[(row * Width) + column] = (byte)Math.Round(picture[(row * Width) + column] + (cover * (own - picture[(row * Width) + column])));
            }
        }
    }
}

/// <summary>A camera that sees two walkers a clip, to the right at half a pixel a frame.</summary>
internal static class TinyClips
{
    private static readonly ClipOptions Given = new() { Motion = new() { PersonHeight = 16 } };
    private static readonly Lazy<ClipModel> Trained = new(() => new ClipTrainer(Given).Train(Normal(0, 6)));

    public static ClipOptions Options => Given;

    /// <summary>A model of six clips.</summary>
    public static ClipModel Model => Trained.Value;

    public static IReadOnlyList<TrainingClip> Normal(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(i => new TrainingClip($"clip {i}", Walk(i)))];

    /// <summary>A clip in which walkers go at a pace.</summary>
    public static DrawnClip Walk(int seed, double pace = 0.5, int frames = 60, double? rate = null) => new($"walk {seed}", frames, t =>
    {
        var picture = DrawnClip.Ground((1000 * seed) + t);
        DrawnClip.Walker(picture, (20 + (17 * seed % 60)) + (pace * t), 50 + (seed % 3));
        DrawnClip.Walker(picture, 5 + (23 * seed % 50) + (pace * t), 80 - (seed % 4), 220);
        return picture;
    }, rate);
}
