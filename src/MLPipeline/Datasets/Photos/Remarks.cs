namespace MLPipeline.Datasets;

/// <summary>Collects what is odd about a category, or about the dataset as a whole, and does not stop the reading.</summary>
/// <param name="root">The dataset's folder, which files are named below.</param>
/// <param name="category">The category; empty for the dataset.</param>
public sealed class Remarks(string root, string category)
{
    private readonly List<Finding> _found = [];

    /// <summary>What was collected so far.</summary>
    public IReadOnlyList<Finding> Found => _found;

    /// <summary>Adds a warning.</summary>
    /// <param name="message">What was found, without the category.</param>
    /// <param name="hint">What to do about it; empty where that is plain.</param>
    /// <param name="files">Full paths of the files that it is about; null for none.</param>
    public void Warn(string message, string hint = "", IReadOnlyList<string>? files = null) =>
        _found.Add(new(Severity.Warning, category, message, hint, files is null ? [] : [.. files.Select(Relative)]));

    /// <summary>Says what of a folder is not read: other endings, closed folders, own pictures.</summary>
    /// <param name="scan">The folder and what is below it.</param>
    /// <param name="place">The folder's name for people.</param>
    /// <param name="what">What the files would have been.</param>
    internal void NotRead(FolderScan scan, string place, string what = "photo")
    {
        foreach (var (message, hint, files) in scan.NotRead(Relative, place, what))
        {
            Warn(message, hint, files);
        }
    }

    /// <summary>A path below the dataset's folder, as messages name it.</summary>
    public string Relative(string path) => RelativePath(root, path);

    /// <summary>A path below the root with '/' between its parts. Elsewhere than on Windows a backslash is a letter like any other.</summary>
    public static string RelativePath(string root, string path)
    {
        var relative = Path.GetRelativePath(root, path);
        return Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(Path.DirectorySeparatorChar, '/');
    }
}
