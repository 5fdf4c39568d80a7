using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>A square colour photo in the making: red, green and blue from 0 to 255 as real numbers, and where it is defective.</summary>
internal sealed class Picture
{
    /// <summary>Width and height in pixels of every sample photo.</summary>
    public const int Size = 256;

    /// <summary>Red, green, blue of each pixel, row by row.</summary>
    public float[] Pixels { get; } = new float[Size * Size * 3];

    /// <summary>How far each pixel belongs to the defect, from 0 to 1; null for a good product.</summary>
    public float[]? Defect { get; private set; }

    /// <summary>Mixes a colour into the picture where a coverage is above 0, and notes the place as defective.</summary>
    /// <param name="coverage">Size * Size values from 0 to 1.</param>
    /// <param name="color">The new colour from the pixel's position and old colour.</param>
    public void Spoil(float[] coverage, Func<int, int, (float R, float G, float B), (float R, float G, float B)> color)
    {
        Defect ??= new float[Size * Size];
        for (var i = 0; i < coverage.Length; i++)
        {
            var c = coverage[i];
            if (c > 0)
            {
                var old = (Pixels[3 * i], Pixels[(3 * i) + 1], Pixels[(3 * i) + 2]);
                var (r, g, b) = color(i % Size, i / Size, old);
                Pixels[3 * i] += c * (r - Pixels[3 * i]);
                Pixels[(3 * i) + 1] += c * (g - Pixels[(3 * i) + 1]);
                Pixels[(3 * i) + 2] += c * (b - Pixels[(3 * i) + 2]);
                Defect[i] = Math.Max(Defect[i], c);
            }
        }
    }

    /// <summary>Notes a place as defective whose pixels are drawn already.</summary>
    public void MarkDefect(float[] coverage) => Spoil(coverage, (_, _, old) => old);

    /// <summary>Uneven light, exposure and the noise of a sensor, which differ from photo to photo.</summary>
    public void Expose(Random random, float unevenness, float noise)
    {
        var exposure = 1 + (0.06f * Noise.Gauss(random));
        var angle = random.NextSingle() * MathF.Tau;
        var slope = unevenness * random.NextSingle();
        var (sx, sy) = (slope * MathF.Cos(angle), slope * MathF.Sin(angle));
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var (dx, dy) = ((x / (Size / 2f)) - 1, (y / (Size / 2f)) - 1);
                // The corners of a lens are darker.
                var light = exposure * (1 + (sx * dx) + (sy * dy)) * (1 - (0.05f * ((dx * dx) + (dy * dy))));
                var i = ((y * Size) + x) * 3;
                var common = noise * Noise.Gauss(random);
                for (var c = 0; c < 3; c++)
                {
                    Pixels[i + c] = (Pixels[i + c] * light) + common;
                }
            }
        }
    }

    /// <summary>The photo as JPEG of quality 92.</summary>
    public byte[] ToJpeg()
    {
        var bytes = new byte[Size * Size * 4];
        for (var i = 0; i < Size * Size; i++)
        {
            for (var c = 0; c < 3; c++)
            {
                bytes[(4 * i) + c] = (byte)Math.Clamp(MathF.Round(Pixels[(3 * i) + c]), 0, 255);
            }
            bytes[(4 * i) + 3] = 255;
        }
        return Encode(bytes, SKColorType.Rgba8888, SKEncodedImageFormat.Jpeg, 92);
    }

    /// <summary>The mask as gray PNG: 255 where the defect covers more than a third of the pixel, else 0.</summary>
    public byte[] ToMask() =>
        Encode([.. Defect!.Select(c => c > 0.34f ? (byte)255 : (byte)0)], SKColorType.Gray8, SKEncodedImageFormat.Png, 100);

    private static byte[] Encode(byte[] pixels, SKColorType type, SKEncodedImageFormat format, int quality)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(Size, Size, type, SKAlphaType.Opaque));
        System.Runtime.InteropServices.Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }
}
