namespace MLPipeline.Datasets;

/// <summary>Reads the segments of a JPEG file (ITU-T T.81, Annex B).</summary>
internal static class JpegTables
{
    // Table K.1 of T.81 in zigzag order: what most encoders scale.
    private static readonly byte[] Luminance =
    [
        16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
        56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
    ];

    /// <summary>The number of components in the start-of-frame segment (B.2.2); 0 where there is none.</summary>
    public static int Components(ReadOnlySpan<byte> bytes)
    {
        var frame = Segment(bytes, marker => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC));
        return frame.Length > 5 ? frame[5] : 0;
    }

    /// <summary>
    /// The quality, 1 to 100, whose scaling of the usual table is nearest to the file's own (libjpeg: scale = 5000 / quality below
    /// 50, 200 - 2 quality from there); null where there is no 8-bit table.
    /// </summary>
    public static int? QualityOf(ReadOnlySpan<byte> bytes)
    {
        var tables = Segment(bytes, marker => marker == 0xDB);
        if (tables.Length <= Luminance.Length || tables[0] >> 4 != 0)
        {
            return null;
        }

        var (own, usual) = (0, 0);
        for (var i = 0; i < Luminance.Length; i++)
        {
            own += tables[i + 1];
            usual += Luminance[i];
        }

        var scale = 100.0 * own / usual;
        var quality = scale <= 100 ? (200 - scale) / 2 : 5000 / scale;
        return Math.Clamp((int)Math.Round(quality), 1, 100);
    }

    /// <summary>The contents of the first segment with such a marker, behind its length; empty where there is none before the scan.</summary>
    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> bytes, Predicate<byte> wanted)
    {
        var i = 2;
        while (i + 4 < bytes.Length && bytes[i] == 0xFF)
        {
            var marker = bytes[i + 1];
            if (marker == 0xFF)
            {
                // 0xFF may be repeated as padding before a marker.
                i++;
                continue;
            }

            var end = i + 2 + (bytes[i + 2] << 8) + bytes[i + 3];
            if (wanted(marker))
            {
                return bytes[(i + 4)..Math.Clamp(end, i + 4, bytes.Length)];
            }

            if (marker == 0xDA)
            {
                break;
            }

            i = end;
        }

        return [];
    }
}
