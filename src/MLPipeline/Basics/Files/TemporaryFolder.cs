using System.Diagnostics;
using System.Globalization;

namespace MLPipeline.Basics;

/// <summary>
/// The folder of this process for temporary files. ML.NET writes every model that comes from memory or from a zip to a file and
/// deletes it when its transformer is disposed, which it often is not; left in the system's folder, a search would leave
/// gigabytes there.
/// </summary>
internal static class TemporaryFolder
{
    private const string Prefix = "mlpipeline-";

    private static readonly TimeSpan Stale = TimeSpan.FromDays(1);
    private static readonly Lazy<string> Folder = new(Create);

    /// <summary>The folder; it goes when the process ends.</summary>
    public static string Path => Folder.Value;

    /// <summary>What to do where there is no room in it or no right to write to it.</summary>
    public static string Advice { get; } =
        $"make room, or name another folder by the environment variable {(OperatingSystem.IsWindows() ? "TEMP" : "TMPDIR")}.";

    private static string Create()
    {
        string folder;
        try
        {
            DeleteStale();
            folder = Directory.CreateTempSubdirectory($"{Prefix}{Environment.ProcessId}-").FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MLPipelineException(
                $"The temporary folder {System.IO.Path.GetTempPath()} cannot be used: {error.Message.TrimEnd('.')}. It is needed for models; {Advice}", error);
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) => Delete(folder);
        return folder;
    }

    /// <summary>A process that was killed leaves its folder behind.</summary>
    private static void DeleteStale()
    {
        foreach (var folder in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            var process = System.IO.Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (int.TryParse(process, CultureInfo.InvariantCulture, out var id) &&
                DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder) > Stale && !IsRunning(id))
            {
                Delete(folder);
            }
        }
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another user's, or a file that is still open on Windows: the next process tries again.
        }
    }
}
