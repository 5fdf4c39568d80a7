using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>Reads the size of photos from their headers, without decoding them.</summary>
public static class PhotoSize
{
    /// <summary>Width and height in pixels as stored, or null if the file is no image.</summary>
    public static (int Width, int Height)? TryRead(string path)
    {
        try
        {
            using var codec = SKCodec.Create(path);
            return codec is null ? null : (codec.Info.Width, codec.Info.Height);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The median of width divided by height over those photos that can be read; 1 if none can.</summary>
    public static double MedianAspectRatio(IEnumerable<string> paths)
    {
        var ratios = paths.AsParallel().Select(TryRead).Where(s => s is not null)
            .Select(s => (double)s!.Value.Width / s.Value.Height).Order().ToArray();
        return ratios.Length == 0 ? 1 : ratios[ratios.Length / 2];
    }
}
