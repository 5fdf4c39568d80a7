using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MLPipeline.Datasets;

/// <summary>Reads arrays of labels as NumPy writes them (<c>.npy</c>, versions 1 to 3).</summary>
internal static partial class NpyFile
{
    private const int HeaderStart = 10;

    /// <summary>Which numbers of the file are not zero, and its shape.</summary>
    /// <exception cref="ClipException">It is no such file, or holds something else than numbers.</exception>
    public static (int[] Shape, bool[] Values) Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < HeaderStart + 2 || !bytes.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
        {
            throw new ClipException($"'{path}' is not a NumPy array (.npy). Save the labels by numpy.save.");
        }

        var (start, length) = bytes[6] == 1
            ? (HeaderStart, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)))
            : (HeaderStart + 2, (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8)));
        var header = Encoding.Latin1.GetString(bytes, start, Math.Min(length, bytes.Length - start));
        var type = Type().Match(header).Groups[1].Value;
        var width = type switch
        {
            "|b1" or "|u1" or "|i1" => 1,
            "<i2" or "<u2" => 2,
            "<i4" or "<u4" or "<f4" => 4,
            "<i8" or "<u8" or "<f8" => 8,
            _ => throw new ClipException($"'{path}' holds values of the type '{type}'; labels must be numbers or booleans: numpy.save(path, labels.astype('uint8'))."),
        };
        if (header.Contains("'fortran_order': True", StringComparison.Ordinal))
        {
            throw new ClipException($"'{path}' is stored column by column. Save it by numpy.save(path, numpy.ascontiguousarray(labels)).");
        }

        var shape = Shape().Match(header).Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        var count = shape.Aggregate(1, (a, b) => a * b);
        if (bytes.Length < start + length + ((long)count * width))
        {
            throw new ClipException($"'{path}' is cut short: it has {bytes.Length} bytes for {count} values. Save it again.");
        }

        var values = new bool[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = bytes.AsSpan(start + length + (i * width), width).ContainsAnyExcept((byte)0);
        }

        return (shape, values);
    }

    [GeneratedRegex("'descr': *'([^']+)'")]
    private static partial Regex Type();

    [GeneratedRegex("'shape': *\\(([^)]*)\\)")]
    private static partial Regex Shape();
}
