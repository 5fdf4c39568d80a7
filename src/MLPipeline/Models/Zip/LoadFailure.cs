using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using MLPipeline.Basics;

namespace MLPipeline.Models;

/// <summary>Finds out what is to blame when ML.NET cannot load a zip: the file, or the place where it is loaded.</summary>
internal static class LoadFailure
{
    /// <summary>The exception to throw.</summary>
    /// <param name="path">The model.</param>
    /// <param name="zip">Its zip, open.</param>
    /// <param name="isWhole">Whether its checksums were right, so that it is not the file.</param>
    /// <param name="error">What ML.NET threw.</param>
    [SuppressMessage("Usage", "CA2201", Justification = "It stays what it was: no room is nobody's mistake.")]
    public static Exception Of(string path, ZipArchive zip, bool isWhole, Exception error)
    {
        var causes = Causes(error).ToArray();
        var message = error.GetBaseException().Message.ReplaceLineEndings(" ");
        if (causes.Any(e => e is OutOfMemoryException))
        {
            return new OutOfMemoryException(message, error);
        }

        if (causes.FirstOrDefault(e => e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException) is { } native)
        {
            return new MLPipelineException(
                $"{path} cannot be loaded here: a native library is missing or does not fit this machine: {native.Message.ReplaceLineEndings(" ")} " +
                "'mlpipeline doctor' says which; the model itself is not to blame.", error);
        }

        if (causes.Any(e => e is IOException or UnauthorizedAccessException) && causes.All(e => e is not InvalidDataException))
        {
            return new MLPipelineException(
                $"{path} cannot be unpacked into the temporary folder {TemporaryFolder.Path}: {message.TrimEnd('.')}. It needs about " +
                $"{Math.Max(1, zip.Entries.Sum(e => e.Length) >> 20)} MB there; {TemporaryFolder.Advice}", error);
        }

        return isWhole
            ? new MLPipelineException($"{path} cannot be loaded here: {message.TrimEnd('.')}. Its checksums are right, so the file is as it was made.", error)
            : ModelCheck.Damaged(path, error);
    }

    private static IEnumerable<Exception> Causes(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            yield return error;
        }
    }
}
