namespace MLPipeline.Datasets;

/// <summary>Grey levels of colours, as JPEG and video store them (ITU-R BT.601).</summary>
public static class Luma
{
    private const int Half = 1 << 15;

    /// <summary>The grey level of a colour.</summary>
    public static byte Of(byte red, byte green, byte blue) => (byte)(((19595 * red) + (38470 * green) + (7471 * blue) + Half) >> 16);

    /// <summary>Grey levels of four bytes a pixel.</summary>
    public static void FromRgba(ReadOnlySpan<byte> rgba, Span<byte> gray)
    {
        for (var i = 0; i < gray.Length; i++)
        {
            gray[i] = Of(rgba[4 * i], rgba[(4 * i) + 1], rgba[(4 * i) + 2]);
        }
    }

    /// <summary>Grey levels of three bytes a pixel.</summary>
    public static void FromRgb(ReadOnlySpan<byte> rgb, Span<byte> gray)
    {
        for (var i = 0; i < gray.Length; i++)
        {
            gray[i] = Of(rgb[3 * i], rgb[(3 * i) + 1], rgb[(3 * i) + 2]);
        }
    }

    /// <summary>Three bytes a pixel out of four.</summary>
    public static byte[] WithoutAlpha(ReadOnlySpan<byte> rgba)
    {
        var rgb = new byte[rgba.Length / 4 * 3];
        for (int i = 0, j = 0; i < rgba.Length; i += 4, j += 3)
        {
            (rgb[j], rgb[j + 1], rgb[j + 2]) = (rgba[i], rgba[i + 1], rgba[i + 2]);
        }

        return rgb;
    }
}
