using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>Names how an image file stores its colours, from the file's header, for a decoder hides it.</summary>
internal static class ColorMode
{
    /// <summary>Whether a mode has colours.</summary>
    public static bool IsColored(string mode) => !mode.StartsWith("gray", StringComparison.Ordinal);

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
            return JpegTables.Components(bytes) switch
            {
                1 => "gray",
                4 => "cmyk",
                _ => "colour",
            };
        }
        return codec.Info.ColorType == SKColorType.Gray8 ? "gray"
            : codec.Info.AlphaType == SKAlphaType.Opaque ? "colour" : "colour+alpha";
    }
}
