using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>Names how an image file stores its colours, from the file's header, for a decoder hides it.</summary>
internal static class ColorMode
{
    /// <summary>One of gray, gray16, gray+alpha, palette, colour, colour16, colour+alpha, cmyk (with 16 where a channel has more than 8 bits).</summary>
    public static string Of(ReadOnlySpan<byte> bytes, SKCodec codec)
    {
        if (codec.EncodedFormat == SKEncodedImageFormat.Png && bytes.Length > 25)
        {
            // IHDR: bit depth at 24, colour type at 25 (PNG specification, 11.2.1).
            var deep = bytes[24] > 8 ? "16" : "";
            return bytes[25] switch
            {
                0 => "gray" + deep,
                3 => "palette",
                4 => $"gray{deep}+alpha",
                6 => $"colour{deep}+alpha",
                _ => "colour" + deep,
            };
        }
        if (codec.EncodedFormat == SKEncodedImageFormat.Jpeg)
        {
            return Components(bytes) switch
            {
                1 => "gray",
                4 => "cmyk",
                _ => "colour",
            };
        }
        return codec.Info.ColorType == SKColorType.Gray8 ? "gray"
            : codec.Info.AlphaType == SKAlphaType.Opaque ? "colour" : "colour+alpha";
    }

    // The number of components in the start-of-frame segment (ITU-T T.81, B.2.2); 0 where there is none.
    private static int Components(ReadOnlySpan<byte> bytes)
    {
        var i = 2;
        while (i + 9 < bytes.Length)
        {
            if (bytes[i] != 0xFF)
            {
                return 0;
            }
            var marker = bytes[i + 1];
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return bytes[i + 9];
            }
            // 0xFF may be repeated as padding before a marker; other segments say their length.
            i += marker == 0xFF ? 1 : 2 + (bytes[i + 2] << 8) + bytes[i + 3];
        }
        return 0;
    }
}
