using System.Buffers.Binary;
using System.IO.Hashing;
using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>
/// Whether a picture is there to its end, and all of it can be seen. Decoders take half a file and fill the rest with gray. The decoder decides; files
/// that are whole by their marks, as nearly all are, are not decoded for it.
/// </summary>
internal static class Wholeness
{
    /// <summary>The smaller side that a JPEG is decoded at, which reads the file to its end all the same.</summary>
    public const int Side = 128;

    private const int Signature = 8;

    /// <summary>Length and type before a chunk's data, and the checksum behind it.</summary>
    private const int ChunkFrame = 12;

    /// <summary>A phrase where the picture is cut short or does not decode; null where it is whole.</summary>
    public static string? ProblemOf(ReadOnlySpan<byte> bytes, SKCodec codec)
    {
        if (codec.EncodedFormat switch
        {
            // End of image (ITU-T T.81, B.1.1.3).
            SKEncodedImageFormat.Jpeg => bytes.EndsWith<byte>([0xFF, 0xD9]),
            SKEncodedImageFormat.Png => IsWholePng(bytes),
            SKEncodedImageFormat.Webp => bytes.Length >= BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) + 8L,
            _ => false,
        })
        {
            return null;
        }

        using var bitmap = Decode(codec, out var result);
        return Describe(result);
    }

    /// <summary>Decodes at a small size where the format can.</summary>
    public static SKBitmap Decode(SKCodec codec, out SKCodecResult result)
    {
        var size = codec.GetScaledDimensions(Math.Min(1, (float)Side / Math.Min(codec.Info.Width, codec.Info.Height)));
        var bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        return bitmap;
    }

    /// <summary>Whether a picture has pixels that are not opaque. Only files that may have some are decoded.</summary>
    public static bool IsSeeThrough(SKCodec codec)
    {
        if (codec.Info.AlphaType == SKAlphaType.Opaque)
        {
            return false;
        }

        using var bitmap = Decode(codec, out _);
        var pixels = bitmap.GetPixelSpan();
        for (var i = 3; i < pixels.Length; i += 4)
        {
            if (pixels[i] != byte.MaxValue)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A phrase for what a decoder says; null for success.</summary>
    public static string? Describe(SKCodecResult result) => result switch
    {
        SKCodecResult.Success => null,
        SKCodecResult.IncompleteInput => "cut short: the file ends before the picture does",
        _ => $"damaged: it does not decode ({result})",
    };

    // Every chunk has a checksum, and the last one says that it is the last (PNG specification, 5.3).
    private static bool IsWholePng(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes[Signature..];
        while (rest.Length >= ChunkFrame)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > (uint)(rest.Length - ChunkFrame)
                || Crc32.HashToUInt32(rest.Slice(4, (int)length + 4)) != BinaryPrimitives.ReadUInt32BigEndian(rest[((int)length + 8)..]))
            {
                return false;
            }

            if (rest.Slice(4, 4).SequenceEqual("IEND"u8))
            {
                return true;
            }

            rest = rest[((int)length + ChunkFrame)..];
        }

        return false;
    }
}
