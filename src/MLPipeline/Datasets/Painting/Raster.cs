using System.Runtime.InteropServices;
using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>The pixels of a photo, to paint on.</summary>
internal sealed class Raster
{
    public const int Stride = 4;

    private Raster(int width, int height, byte[] pixels)
    {
        Width = width;
        Height = height;
        Pixels = pixels;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Red, green, blue, alpha of each pixel, row by row.</summary>
    public byte[] Pixels { get; }

    /// <summary>Decodes a photo; null if it cannot be.</summary>
    public static Raster? TryLoad(string path)
    {
        using var decoded = Decode(path);
        if (decoded is null)
        {
            return null;
        }

        using var bitmap = decoded.ColorType == SKColorType.Rgba8888 ? null : decoded.Copy(SKColorType.Rgba8888);
        return new(decoded.Width, decoded.Height, (bitmap ?? decoded).Bytes);
    }

    public Raster Copy() => new(Width, Height, [.. Pixels]);

    /// <summary>Mixes a colour into a pixel.</summary>
    /// <param name="x">Column.</param>
    /// <param name="y">Row.</param>
    /// <param name="source">The raster that the colour is taken from.</param>
    /// <param name="sx">Column in <paramref name="source"/>.</param>
    /// <param name="sy">Row in <paramref name="source"/>.</param>
    /// <param name="offset">Brightness, in grey levels: is added to the colour.</param>
    /// <param name="coverage">From 0 (the pixel stays) to 1 (it is replaced).</param>
    public void Mix(int x, int y, Raster source, int sx, int sy, float offset, float coverage)
    {
        var target = ((y * Width) + x) * Stride;
        var from = ((sy * Width) + sx) * Stride;
        for (var c = 0; c < 3; c++)
        {
            var color = Math.Clamp(source.Pixels[from + c] + offset, 0, 255);
            Pixels[target + c] = (byte)((Pixels[target + c] * (1 - coverage)) + (color * coverage) + 0.5f);
        }
    }

    /// <summary>Mean of red, green and blue of a pixel; the nearest one for places outside.</summary>
    public float Brightness(float x, float y)
    {
        var pixel = ((Math.Clamp((int)y, 0, Height - 1) * Width) + Math.Clamp((int)x, 0, Width - 1)) * Stride;
        return (Pixels[pixel] + Pixels[pixel + 1] + Pixels[pixel + 2]) / 3f;
    }

    /// <summary>Writes a PNG. Speed before size: the file is read a few times and thrown away.</summary>
    public void SavePng(string path)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Marshal.Copy(Pixels, 0, bitmap.GetPixels(), Pixels.Length);
        using var pixmap = bitmap.PeekPixels();
        using var data = pixmap.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Sub, 1));
        File.WriteAllBytes(path, OwnPicture.Mark(data.AsSpan()));
    }

    private static SKBitmap? Decode(string path)
    {
        try
        {
            return SKBitmap.Decode(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
