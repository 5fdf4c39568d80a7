using MLPipeline.Datasets;
using MLPipeline.Featurization;
using SkiaSharp;

namespace MLPipeline.Scores;

/// <summary>
/// Draws what a model sees in a photo: an overlay in colours of a fixed scale, and a mask of the anomalous pixels. Both stand
/// upright, as a viewer shows the photo, and have its size up to <see cref="MostPixels"/>; larger ones are reduced to that.
/// </summary>
public static class HeatMap
{
    /// <summary>The most pixels of a picture: anomaly maps are smooth, and a photo of 24 megapixels would take seconds and half a gigabyte.</summary>
    public const int MostPixels = 4_000_000;

    // The fastest that is still small: level 6 of zlib takes three times as long for a tenth of the size.
    private static readonly SKPngEncoderOptions Png = new(SKPngEncoderFilterFlags.Sub, 1);

    private const float Strongest = 0.65f;

    /// <summary>From cold over the threshold (the third) to hot.</summary>
    private static readonly SKColor[] Ramp = [new(40, 60, 190), new(60, 190, 200), new(250, 220, 70), new(240, 120, 40), new(200, 20, 30)];

    /// <summary>Draws one photo.</summary>
    /// <param name="photoPath">The photo.</param>
    /// <param name="map">Its anomaly map.</param>
    /// <param name="rows">Rows of the map.</param>
    /// <param name="columns">Columns of the map.</param>
    /// <param name="input">The size that the model resizes photos to.</param>
    /// <param name="scale">The model's scale.</param>
    /// <returns>The overlay and the mask as PNG.</returns>
    /// <exception cref="InvalidDataException">The photo cannot be decoded.</exception>
    public static (byte[] Overlay, byte[] Mask) Draw(string photoPath, float[] map, int rows, int columns, InputSize input, MapScale scale)
    {
        using var photo = PhotoPicture.Read(photoPath, MostPixels, out var origin) ?? throw new InvalidDataException($"{photoPath} cannot be decoded.");
        var values = new MapScaler(rows, columns, input, photo.Width, photo.Height).Scale(map);

        using var mask = new SKBitmap(new SKImageInfo(photo.Width, photo.Height, SKColorType.Gray8, SKAlphaType.Opaque));
        var maskPixels = PixelsOf(mask);
        for (var y = 0; y < photo.Height; y++)
        {
            for (var x = 0; x < photo.Width; x++)
            {
                maskPixels[(y * mask.RowBytes) + x] = values[(y * photo.Width) + x] > scale.Threshold ? (byte)255 : (byte)0;
            }
        }

        Tint(photo, values, scale);
        return (Encode(photo, origin), Encode(mask, origin));
    }

    /// <summary>Lays the colours of an anomaly map over a picture.</summary>
    /// <param name="picture">The picture, of colour type Rgba8888; it is changed.</param>
    /// <param name="values">The map at the picture's size, row by row.</param>
    /// <param name="scale">The model's scale.</param>
    internal static void Tint(SKBitmap picture, float[] values, MapScale scale)
    {
        var pixels = PixelsOf(picture);
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                Blend(pixels.Slice((y * picture.RowBytes) + (4 * x), 3), scale.Place(values[(y * picture.Width) + x]));
            }
        }
    }

    /// <summary>Mixes the colour of the place on the scale into a pixel, the more the hotter.</summary>
    internal static void Blend(Span<byte> pixel, float place)
    {
        var position = place * (Ramp.Length - 1);
        var left = Math.Min((int)position, Ramp.Length - 2);
        var part = position - left;
        var (from, to) = (Ramp[left], Ramp[left + 1]);
        var alpha = Strongest * place;
        pixel[0] = Mix(pixel[0], from.Red + (part * (to.Red - from.Red)), alpha);
        pixel[1] = Mix(pixel[1], from.Green + (part * (to.Green - from.Green)), alpha);
        pixel[2] = Mix(pixel[2], from.Blue + (part * (to.Blue - from.Blue)), alpha);
    }

    private static unsafe Span<byte> PixelsOf(SKBitmap bitmap) => new((void*)bitmap.GetPixels(), bitmap.ByteCount);

    private static byte Mix(byte under, float over, float alpha) => (byte)Math.Round(under + (alpha * (over - under)));

    private static byte[] Encode(SKBitmap bitmap, SKEncodedOrigin origin)
    {
        using var upright = Upright(bitmap, origin);
        using var pixels = upright.PeekPixels();
        using var data = pixels.Encode(Png);
        return OwnPicture.Mark(data.AsSpan());
    }

    /// <summary>Turns and mirrors as the EXIF orientation says.</summary>
    internal static SKBitmap Upright(SKBitmap bitmap, SKEncodedOrigin origin)
    {
        var (w, h) = (bitmap.Width, bitmap.Height);
        var turned = origin >= SKEncodedOrigin.LeftTop;
        var result = new SKBitmap(new SKImageInfo(turned ? h : w, turned ? w : h, bitmap.ColorType, bitmap.AlphaType));
        using var canvas = new SKCanvas(result);
        canvas.SetMatrix(origin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, w, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, w, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, h, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, h, -1, 0, w, 0, 0, 1),
            SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, w, 0, 0, 1),
            _ => SKMatrix.Identity,
        });
        canvas.DrawBitmap(bitmap, 0, 0);
        return result;
    }
}
