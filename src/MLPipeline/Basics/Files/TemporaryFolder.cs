namespace MLPipeline.Basics;

/// <summary>
/// The folder of this process for temporary files; nobody else asks the system for one. ML.NET writes every model that comes
/// from memory or from a zip to a file and deletes it when its transformer is disposed, which it often is not; left in the
/// system's folder, a search would leave gigabytes there.
/// </summary>
/// <remarks>
/// A process that was killed leaves its folder behind. Its owner holds a file in it open for itself alone as long as it
/// lives, so the next process can tell what nobody uses any more, whatever the age, and deletes that.
/// </remarks>
internal static class TemporaryFolder
{
    private const string Prefix = "mlpipeline-";
    private const string OwnerFile = "owner.lock";
    private const int Attempts = 10;

    private static readonly Lazy<string> Folder = new(Create);

    /// <summary>The folder; it goes when the process ends.</summary>
    /// <exception cref="MLPipelineException">The system's folder for temporary files cannot be written; the message names it.</exception>
    public static string Path => Folder.Value;

    /// <summary>What to do where there is no room in it or no right to write to it.</summary>
    public static string Advice { get; } =
        $"make room, or name another folder by the environment variable {(OperatingSystem.IsWindows() ? "TEMP" : "TMPDIR")}.";

    /// <summary>Makes a folder below it, which goes with what is returned.</summary>
    public static Subfolder New(string name) => new(Directory.CreateDirectory(System.IO.Path.Combine(Path, $"{name}-{Guid.NewGuid():N}")).FullName);

    private static string Create()
    {
        var parent = System.IO.Path.GetTempPath();
        try
        {
            DeleteAbandoned(parent);
            for (var attempt = 1; ; attempt++)
            {
                var folder = Directory.CreateTempSubdirectory(Prefix).FullName;
                try
                {
                    var owner = new FileStream(System.IO.Path.Combine(folder, OwnerFile), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
                    AppDomain.CurrentDomain.ProcessExit += (_, _) =>
                    {
                        owner.Dispose();
                        TryDelete(folder);
                    };
                    return folder;
                }
                catch (IOException) when (attempt < Attempts)
                {
                    // Another process took it for abandoned before it was locked.
                    TryDelete(folder);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MLPipelineException(
                $"The temporary folder {parent} cannot be used: {error.Message.TrimEnd('.')}. It is needed for models; {Advice}", error);
        }
    }

    internal static void DeleteAbandoned(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            var owner = System.IO.Path.Combine(folder, OwnerFile);
            try
            {
                if (!File.Exists(owner))
                {
                    continue;
                }

                // The lock goes with its process, however that ends.
                new FileStream(owner, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            TryDelete(folder);
        }
    }

    private static void TryDelete(string folder)
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

    /// <summary>A folder that goes when it is disposed of, or with the process.</summary>
    internal sealed class Subfolder(string path) : IDisposable
    {
        public string Path { get; } = path;

        public void Dispose() => TryDelete(Path);
    }
}
