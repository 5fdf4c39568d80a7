namespace MLPipeline.Datasets;

/// <summary>
/// Marks PNG files that this program draws, and knows them again: heat maps and masks that lie among photos are no photos.
/// </summary>
public static class OwnPicture
{
    // Behind the signature of 8 bytes comes the header chunk: length, type, 13 bytes, checksum. The mark follows it.
    private const int Place = 8 + 25;

    /// <summary>A text chunk <c>Software: MLPipeline</c> with its length and checksum.</summary>
    private static readonly byte[] Chunk = [0, 0, 0, 19, .. "tEXtSoftware\0MLPipeline"u8, 0x89, 0x0C, 0x77, 0xCE];

    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The picture with the mark in it.</summary>
    /// <param name="png">A PNG file.</param>
    public static byte[] Mark(ReadOnlySpan<byte> png) => [.. png[..Place], .. Chunk, .. png[Place..]];

    /// <summary>Whether a file begins as the marked ones do.</summary>
    /// <param name="beginning">The first bytes of the file; <see cref="NeededBytes"/> are enough.</param>
    public static bool IsMarked(ReadOnlySpan<byte> beginning) =>
        beginning.Length >= NeededBytes && beginning.StartsWith(Signature) && beginning[Place..].StartsWith(Chunk);

    /// <summary>How many bytes of a file <see cref="IsMarked"/> looks at.</summary>
    public static int NeededBytes => Place + Chunk.Length;
}
