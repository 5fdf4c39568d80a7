namespace MLPipeline.Datasets;

/// <summary>Which files of a folder are photos. Lists are in ordinal order, so they are the same on every machine.</summary>
public static class ImageFiles
{
    /// <summary>The supported image endings, in lower case; files may write them in any case.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".png", ".jpg", ".jpeg", ".bmp", ".webp", ".gif"];

    /// <summary>Whether a path has a supported image ending and is not hidden (its name does not start with a dot).</summary>
    /// <param name="path">A file path; the file need not exist.</param>
    public static bool IsImage(string path) =>
        !IsHidden(path) && Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>The images directly in a folder, as full paths; empty where the folder does not exist.</summary>
    /// <param name="folder">A folder path.</param>
    /// <exception cref="DatasetException">The folder cannot be listed.</exception>
    public static IReadOnlyList<string> In(string folder) =>
        List(folder, Directory.EnumerateFiles, path => IsImage(path) && LeadsToFile(path));

    /// <summary>The visible folders directly in a folder, as full paths; empty where the folder does not exist.</summary>
    /// <param name="folder">A folder path.</param>
    /// <exception cref="DatasetException">The folder cannot be listed.</exception>
    public static IReadOnlyList<string> FoldersIn(string folder) =>
        List(folder, Directory.EnumerateDirectories, path => !IsHidden(path) && Directory.Exists(path));

    // No list goes deeper than one level: a link back to a parent folder cannot make a loop.
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

    // File.Exists says yes to links that lead nowhere or to themselves.
    private static bool LeadsToFile(string path)
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

    private static bool IsHidden(string path) => Path.GetFileName(path).StartsWith('.');
}
