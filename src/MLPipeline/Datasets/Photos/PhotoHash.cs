using System.Security.Cryptography;

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

    /// <summary>SHA-256 of a stream in lower-case hexadecimal.</summary>
    public static string Of(Stream stream) => Convert.ToHexStringLower(SHA256.HashData(stream));
}
