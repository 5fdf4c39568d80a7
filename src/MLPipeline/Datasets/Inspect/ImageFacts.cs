using System.Numerics.Tensors;
using System.Security.Cryptography;
using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>What one file says about itself once it is read and decoded.</summary>
internal sealed class ImageFacts
{
    /// <summary>Side of the thumbnail.</summary>
    public const int Side = 32;

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

    /// <summary>Side * Side gray values less their mean; empty where the file cannot be used.</summary>
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
        // JPEG can be decoded at a fraction of its size, which is much faster and reads the file to its end all the same.
        var size = codec.GetScaledDimensions(Math.Min(1, 4f * Side / Math.Min(codec.Info.Width, codec.Info.Height)));
        using var bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
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
            Thumbnail = result == SKCodecResult.Success ? Shrink(bitmap) : [],
        };
    }

    /// <summary>Root mean square difference of two thumbnails, in levels of 0 to 255.</summary>
    public double DistanceTo(ImageFacts other) => TensorPrimitives.Distance<float>(Thumbnail, other.Thumbnail) / Side;

    // Each cell is the mean of the pixels under it (at least one), so that compression and noise average out.
    private static float[] Shrink(SKBitmap bitmap)
    {
        var pixels = bitmap.GetPixelSpan();
        var cells = new float[Side * Side];
        for (var i = 0; i < cells.Length; i++)
        {
            var (x0, x1) = Range(i % Side, bitmap.Width);
            var (y0, y1) = Range(i / Side, bitmap.Height);
            var sum = 0L;
            for (var y = y0; y < y1; y++)
            {
                for (var x = x0; x < x1; x++)
                {
                    var p = (y * bitmap.RowBytes) + (4 * x);
                    // Rec. 601 luma in 1/1000.
                    sum += (299 * pixels[p]) + (587 * pixels[p + 1]) + (114 * pixels[p + 2]);
                }
            }
            cells[i] = sum / 1000f / ((x1 - x0) * (y1 - y0));
        }
        TensorPrimitives.Subtract(cells, TensorPrimitives.Sum<float>(cells) / cells.Length, cells);
        return cells;
    }

    private static (int From, int To) Range(int cell, int size)
    {
        var from = cell * size / Side;
        return (from, Math.Max(from + 1, (cell + 1) * size / Side));
    }
}
