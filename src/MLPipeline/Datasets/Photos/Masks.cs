using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>Reads masks of defects. A mask is an image of any kind (gray, palette, colour, with alpha): not black means defective.</summary>
public static class Masks
{
    /// <summary>
    /// Reads a mask. A pixel is defective where a colour channel is not 0 (masks may hold class ids such as 1 and 2); alpha is not looked at.
    /// Of 16-bit files the upper 8 bits count: values below 256 of 65,535 are taken as black.
    /// A mask of another size is resized by nearest neighbour: pixel x is taken at floor((x + 0.5) * own width / width).
    /// </summary>
    /// <param name="path">The mask file.</param>
    /// <param name="width">Width of the result in pixels.</param>
    /// <param name="height">Height of the result in pixels.</param>
    /// <returns>width * height values, row by row; true is defective.</returns>
    /// <exception cref="DatasetException">The file cannot be read or is not an image.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Width or height is not positive.</exception>
    public static bool[] Load(string path, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        using var bitmap = Decode(path);
        var pixels = bitmap.GetPixelSpan();
        var stride = bitmap.RowBytes;
        var mask = new bool[width * height];
        for (var y = 0; y < height; y++)
        {
            var row = pixels.Slice(Nearest(y, height, bitmap.Height) * stride, stride);
            for (var x = 0; x < width; x++)
            {
                // Red, green, blue, without alpha.
                var pixel = row.Slice(4 * Nearest(x, width, bitmap.Width), 3);
                mask[(y * width) + x] = pixel.ContainsAnyExcept((byte)0);
            }
        }
        return mask;
    }

    private static int Nearest(int position, int size, int sourceSize) => (int)((((2L * position) + 1) * sourceSize) / (2L * size));

    private static SKBitmap Decode(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"The mask '{path}' cannot be read: {e.Message}", e);
        }
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is not null)
        {
            // Not premultiplied and without a colour space: small class ids stay what they are.
            var bitmap = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, null));
            if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) == SKCodecResult.Success)
            {
                return bitmap;
            }
            bitmap.Dispose();
        }
        throw new DatasetException($"The mask '{path}' is not an image or is damaged ({bytes.Length} bytes). Replace it, or remove it to leave the photo out of the pixel figures.");
    }
}
