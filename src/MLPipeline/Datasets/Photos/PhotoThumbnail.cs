using System.Numerics.Tensors;
using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>A small gray picture of a photo, by which copies are told apart from other photos.</summary>
internal static class PhotoThumbnail
{
    /// <summary>Side of the thumbnail.</summary>
    public const int Side = 32;

    /// <summary>Side * Side gray values less their mean; empty where the photo cannot be read.</summary>
    public static float[] Read(string path)
    {
        try
        {
            using var codec = SKCodec.Create(path);
            if (codec is null)
            {
                return [];
            }

            using var bitmap = new SKBitmap(SizeFor(codec));
            return codec.GetPixels(bitmap.Info, bitmap.GetPixels()) == SKCodecResult.Success ? Of(bitmap) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    /// <summary>The size to decode at: JPEG can be decoded at a fraction of its size, which is much faster and reads the file to its end all the same.</summary>
    public static SKImageInfo SizeFor(SKCodec codec)
    {
        var size = codec.GetScaledDimensions(Math.Min(1, 4f * Side / Math.Min(codec.Info.Width, codec.Info.Height)));
        return new(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
    }

    /// <summary>The thumbnail of a decoded photo (RGBA). Each cell is the mean of the pixels under it (at least one), so that compression and noise average out.</summary>
    public static float[] Of(SKBitmap bitmap)
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

    /// <summary>Root mean square difference of two thumbnails, in levels of 0 to 255.</summary>
    public static double Distance(float[] first, float[] second) => TensorPrimitives.Distance<float>(first, second) / Side;

    private static (int From, int To) Range(int cell, int size)
    {
        var from = cell * size / Side;
        return (from, Math.Max(from + 1, (cell + 1) * size / Side));
    }
}
