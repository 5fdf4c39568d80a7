using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace MLPipeline.Models;

/// <summary>
/// The SHA-256 of every entry of a model zip, in an entry of their own that is written as <c>sha256sum</c> writes it and that
/// ML.NET ignores. They find what was changed by accident or in passing; whoever changes both can still deceive, since nothing is signed.
/// </summary>
internal static class ModelSums
{
    /// <summary>The entry.</summary>
    public const string Entry = "mlpipeline.sha256";

    /// <summary>The sums of all entries, a line each.</summary>
    public static string Of(ZipArchive zip) =>
        string.Concat(zip.Entries.Select(e => $"{Sum(e)}  {e.FullName}\n"));

    /// <summary>Holds a zip against its own sums.</summary>
    /// <exception cref="InvalidDataException">An entry was changed, added or taken away; the message names it.</exception>
    public static void Check(ZipArchive zip)
    {
        var sums = zip.GetEntry(Entry) ?? throw new InvalidDataException($"its entry {Entry} with the checksums was taken away");
        using var reader = new StreamReader(sums.Open(), Encoding.UTF8);
        var expected = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split("  ", 2);
            expected[parts[^1]] = parts[0];
        }

        foreach (var entry in zip.Entries.Where(e => e.FullName != Entry))
        {
            if (!expected.Remove(entry.FullName, out var sum))
            {
                throw new InvalidDataException($"its part {entry.FullName} was added after it was made");
            }

            if (Sum(entry) != sum)
            {
                throw new InvalidDataException($"its part {entry.FullName} was changed after it was made");
            }
        }

        if (expected.Keys.FirstOrDefault() is { } missing)
        {
            throw new InvalidDataException($"its part {missing} was taken away after it was made");
        }
    }

    private static string Sum(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
