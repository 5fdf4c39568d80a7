using System.Security.Cryptography;
using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>What one file says about itself once it is read and decoded.</summary>
internal sealed class ImageFacts
{
    /// <summary>Why the file cannot be used; null where it can.</summary>
    public string? Problem { get; private init; }

    /// <summary>SHA-256 of the bytes; null where the file cannot be read.</summary>
    public string? Hash { get; private init; }

    public int Width { get; private init; }

    public int Height { get; private init; }

    /// <summary>See <see cref="ColorMode.Of"/>.</summary>
    public string Mode { get; private init; } = "";

    /// <summary>Whether EXIF says that a viewer has to turn or mirror the photo.</summary>
    public bool IsTurned { get; private init; }

    /// <summary>See <see cref="PhotoThumbnail"/>; empty where the file cannot be used.</summary>
    public float[] Thumbnail { get; private init; } = [];

    public static ImageFacts Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ImageFacts { Problem = "cannot be read: " + e.Message };
        }
        if (bytes.Length == 0)
        {
            return new ImageFacts { Problem = "has zero bytes" };
        }
        var hash = Convert.ToHexString(SHA256.HashData(bytes));
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null)
        {
            return new ImageFacts { Problem = "is not an image of a known kind", Hash = hash };
        }
        using var bitmap = new SKBitmap(PhotoThumbnail.SizeFor(codec));
        var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        return new ImageFacts
        {
            Problem = result switch
            {
                SKCodecResult.Success => null,
                SKCodecResult.IncompleteInput => "is cut short",
                _ => $"does not decode ({result})",
            },
            Hash = hash,
            Width = codec.Info.Width,
            Height = codec.Info.Height,
            Mode = ColorMode.Of(bytes, codec),
            IsTurned = codec.EncodedOrigin is not (SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default),
            Thumbnail = result == SKCodecResult.Success ? PhotoThumbnail.Of(bitmap) : [],
        };
    }

    /// <summary>See <see cref="PhotoThumbnail.Distance"/>.</summary>
    public double DistanceTo(ImageFacts other) => PhotoThumbnail.Distance(Thumbnail, other.Thumbnail);
}
