using System.Text;

namespace MLPipeline.Basics;

/// <summary>Finds what is not UTF-8 in a file, so that no letter is replaced without a word.</summary>
internal static class Utf8
{
    /// <summary>The place of the first byte that is not part of UTF-8 text; -1 where there is none.</summary>
    public static int FirstWrong(ReadOnlySpan<byte> bytes)
    {
        var place = 0;
        while (place < bytes.Length)
        {
            if (Rune.DecodeFromUtf8(bytes[place..], out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                return place;
            }

            place += length;
        }

        return -1;
    }

    /// <summary>The line, from 1, that a byte stands on.</summary>
    public static int LineOf(ReadOnlySpan<byte> bytes, int place) => bytes[..place].Count((byte)'\n') + 1;
}
