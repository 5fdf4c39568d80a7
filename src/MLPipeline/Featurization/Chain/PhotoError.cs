namespace MLPipeline.Featurization;

/// <summary>Puts into words why a photo could not be read.</summary>
internal static class PhotoError
{
    /// <summary>ML.NET wraps the cause several times; the innermost message is the one that helps.</summary>
    public static string Describe(Exception error)
    {
        var cause = error.GetBaseException();
        return cause is FileNotFoundException or DirectoryNotFoundException
            ? "there is no such file"
            : cause is UnauthorizedAccessException
                ? "no permission to read the file"
                : cause is ArgumentNullException or ArgumentException or NullReferenceException or InvalidOperationException
                    ? "not an image that can be decoded (the formats are JPEG, PNG, BMP, WebP and GIF)"
                    : cause.Message;
    }
}
