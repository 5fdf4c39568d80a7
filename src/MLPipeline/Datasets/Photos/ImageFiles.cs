using System.Collections.Immutable;

namespace MLPipeline.Datasets;

/// <summary>Which files are photos by their names. Lists are in ordinal order, so they are the same on every machine.</summary>
public static class ImageFiles
{
    // What lies beside photos and is none: texts, tables, lists of labels, archives, programs.
    private static readonly ImmutableHashSet<string> Companions = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ".txt", ".md", ".rst", ".json", ".jsonl", ".xml", ".csv", ".tsv", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".db", ".log",
        ".html", ".htm", ".css", ".js", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".odt", ".ods", ".ppt", ".pptx", ".py", ".pyc", ".ipynb",
        ".mat", ".npy", ".npz", ".pkl", ".pt", ".h5", ".sh", ".bat", ".zip", ".gz", ".tar", ".tgz", ".7z", ".rar", ".url", ".lnk", ".exe",
        ".dll", ".md5", ".sha1", ".sha256", ".torrent", ".xmp", ".thm", ".onnx", ".tmp", ".license");

    private static readonly ImmutableHashSet<string> Videos = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".wmv", ".flv", ".mpg", ".mpeg", ".ts", ".mts", ".m2ts", ".3gp", ".ogv", ".mjpg", ".mjpeg", ".h264", ".h265", ".hevc", ".m3u8");

    /// <summary>The supported image endings, in lower case; files may write them in any case.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".webp", ".gif"];

    /// <summary>Whether a path has a supported image ending and is not hidden (its name does not start with a dot).</summary>
    /// <param name="path">A file path; the file need not exist.</param>
    public static bool IsImage(string path) =>
        !IsHidden(path) && Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a path has the ending of a video, or is the address of a stream (<c>rtsp://...</c>).</summary>
    /// <param name="path">A path; the file need not exist.</param>
    public static bool IsVideo(string path) => Videos.Contains(Path.GetExtension(path)) || path.Contains("://", StringComparison.Ordinal);

    /// <summary>The images directly in a folder, as full paths; empty where the folder does not exist.</summary>
    /// <param name="folder">A folder path.</param>
    /// <exception cref="DatasetException">The folder cannot be listed.</exception>
    public static IReadOnlyList<string> In(string folder) =>
        List(folder, Directory.EnumerateFiles, path => IsImage(path) && LeadsToFile(path));

    /// <summary>The folders directly in a folder, as full paths, but for hidden ones, those of systems, and links back up; empty where the folder does not exist.</summary>
    /// <param name="folder">A folder path.</param>
    /// <exception cref="DatasetException">The folder cannot be listed.</exception>
    public static IReadOnlyList<string> FoldersIn(string folder) =>
        List(folder, Directory.EnumerateDirectories, path => !FolderNames.IsOfSystem(path) && Directory.Exists(path) && !LeadsUp(path));

    /// <summary>Whether a file that is not read may be a photo all the same: its ending is not known for something else.</summary>
    internal static bool MayBePhoto(string path) =>
        !IsHidden(path) && Path.GetExtension(path) is { Length: > 1 } ending && !IsImage(path) && !Companions.Contains(ending);

    // File.Exists says yes to links that lead nowhere or to themselves.
    internal static bool LeadsToFile(string path)
    {
        try
        {
            return new FileInfo(path) is { LinkTarget: null } || File.ResolveLinkTarget(path, returnFinalTarget: true) is FileInfo { Exists: true };
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static List<string> List(string folder, Func<string, IEnumerable<string>> list, Func<string, bool> keep)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        try
        {
            var paths = list(folder).Where(keep).ToList();
            paths.Sort(StringComparer.Ordinal);
            return paths;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DatasetException(
                $"The folder '{folder}' may not be read by this user. Give read permission to it and to the folders in it (on Linux: chmod -R u+rX), then run again.", e);
        }
        catch (IOException e)
        {
            throw new DatasetException($"The folder '{folder}' cannot be listed: {e.Message} Check the disk or the network share, then run again.", e);
        }
    }

    /// <summary>Whether a folder is a link to itself or to a folder that it lies in.</summary>
    internal static bool LeadsUp(string path)
    {
        if (new DirectoryInfo(path).LinkTarget is null)
        {
            return false;
        }

        var target = FolderScan.RealPath(path) + Path.DirectorySeparatorChar;
        var parent = FolderScan.RealPath(Path.GetDirectoryName(path)!) + Path.DirectorySeparatorChar;
        return parent.StartsWith(target, StringComparison.Ordinal);
    }

    private static bool IsHidden(string path) => Path.GetFileName(path).StartsWith('.');
}
