using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>A photo's pixels for drawing on: as the model sees them, and no larger than asked for.</summary>
/// <remarks>
/// ML.NET reads colours multiplied by their opacity and then leaves the opacity aside, so what is transparent is black to a model
/// whatever colour hides there. The picture is the same, and opaque.
/// </remarks>
internal static class PhotoPicture
{
    // Of photos above this many pixels only one is decoded at a time: at full size they take four bytes a pixel.
    private const int Large = 4_000_000;

    private static readonly Lock OneLarge = new();

    /// <summary>Decodes a photo, not turned: <paramref name="origin"/> says how it is to be shown.</summary>
    /// <param name="path">The photo.</param>
    /// <param name="mostPixels">A larger photo is reduced to about this many pixels.</param>
    /// <param name="origin">The orientation that the camera noted.</param>
    /// <returns>An opaque bitmap of colour type Rgba8888, the caller's to dispose of; null if the photo cannot be decoded.</returns>
    public static SKBitmap? Read(string path, int mostPixels, out SKEncodedOrigin origin)
    {
        using var codec = SKCodec.Create(path);
        origin = codec?.EncodedOrigin ?? SKEncodedOrigin.TopLeft;
        if (codec is null)
        {
            return null;
        }

        if ((long)codec.Info.Width * codec.Info.Height <= Large)
        {
            return Read(codec, mostPixels);
        }

        lock (OneLarge)
        {
            return Read(codec, mostPixels);
        }
    }

    private static SKBitmap? Read(SKCodec codec, int mostPixels)
    {
        // JPEG decodes to eighths of its size at a fraction of the time; other formats only as they are.
        var info = codec.Info;
        var size = codec.GetScaledDimensions((float)ScaleTo(mostPixels, info.Width, info.Height));
        var alpha = info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul;
        var decoded = SKBitmap.Decode(codec, new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, alpha));
        if (decoded is null)
        {
            return null;
        }

        var scale = ScaleTo(mostPixels, decoded.Width, decoded.Height);
        if (scale < 1)
        {
            using var whole = decoded;
            var reduced = whole.Info.WithSize(Math.Max(1, (int)(whole.Width * scale)), Math.Max(1, (int)(whole.Height * scale)));
            decoded = whole.Resize(reduced, SKFilterQuality.Medium);
        }

        return alpha == SKAlphaType.Opaque ? decoded : Opaque(decoded);
    }

    private static double ScaleTo(int mostPixels, int width, int height) => Math.Min(1, Math.Sqrt(mostPixels / ((double)width * height)));

    private static unsafe SKBitmap Opaque(SKBitmap premultiplied)
    {
        using (premultiplied)
        {
            var result = new SKBitmap(premultiplied.Info.WithAlphaType(SKAlphaType.Opaque));
            var pixels = new Span<byte>((void*)result.GetPixels(), result.ByteCount);
            new ReadOnlySpan<byte>((void*)premultiplied.GetPixels(), premultiplied.ByteCount).CopyTo(pixels);
            for (var i = 3; i < pixels.Length; i += 4)
            {
                pixels[i] = byte.MaxValue;
            }

            return result;
        }
    }
}
