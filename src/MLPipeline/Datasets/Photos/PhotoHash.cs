using System.Security.Cryptography;
using System.Text;

namespace MLPipeline.Datasets;

/// <summary>Names photos by their bytes.</summary>
internal static class PhotoHash
{
    private const string Unreadable = "unreadable";

    /// <summary>SHA-256 of the file in lower-case hexadecimal; "unreadable" where it cannot be read.</summary>
    public static string Of(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Of(stream);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Unreadable;
        }
    }

    /// <summary>One hash over ids, labels, splits and the hashes of photos (null: it cannot be read).</summary>
    public static string OfAll(IReadOnlyList<(Photo Photo, string? Sha256)> photos) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Concat(photos.Select(p => $"{p.Photo.Id}\t{p.Photo.Split}\t{p.Photo.Defect}\t{p.Sha256 ?? Unreadable}\n")))));

    /// <summary>SHA-256 of a stream in lower-case hexadecimal.</summary>
    public static string Of(Stream stream) => Convert.ToHexStringLower(SHA256.HashData(stream));
}
