using System.Buffers.Binary;
using System.IO.Hashing;

namespace MLPipeline.Basics;

/// <summary>
/// Marks the pictures that this program makes, heat maps and the like, so that it does not take them for photos of the user:
/// a text chunk <c>Software</c> right behind the header of a PNG (PNG specification, 11.3.4).
/// </summary>
public static class OwnPicture
{
    private const string Ending = ".png";

    /// <summary>Signature, and the header chunk with its frame.</summary>
    private const int HeaderLength = 8 + 25;

    private static readonly byte[] Chunk = MakeChunk("tEXtSoftware\0MLPipeline"u8);

    /// <summary>The same picture with the mark.</summary>
    /// <param name="png">A PNG file.</param>
    public static byte[] Mark(ReadOnlySpan<byte> png) => [.. png[..HeaderLength], .. Chunk, .. png[HeaderLength..]];

    /// <summary>Whether a file is such a picture. Reads the first bytes of a PNG, and nothing of other files.</summary>
    public static bool Is(string path)
    {
        // A pipe has no length, and opening it could wait for ever.
        if (!path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) || new FileInfo(path) is not { Exists: true, Length: > HeaderLength })
        {
            return false;
        }

        try
        {
            Span<byte> start = stackalloc byte[HeaderLength + Chunk.Length];
            using var file = File.OpenRead(path);
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start[HeaderLength..].SequenceEqual(Chunk);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static byte[] MakeChunk(ReadOnlySpan<byte> typeAndData)
    {
        var chunk = new byte[typeAndData.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, typeAndData.Length - 4);
        typeAndData.CopyTo(chunk.AsSpan(4));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32.HashToUInt32(typeAndData));
        return chunk;
    }
}
