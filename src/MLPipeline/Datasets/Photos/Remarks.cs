namespace MLPipeline.Datasets;

/// <summary>Collects what is odd about a category, or about the dataset as a whole, and does not stop the reading.</summary>
/// <param name="root">The dataset's folder, which files are named below.</param>
/// <param name="category">The category; empty for the dataset.</param>
internal sealed class Remarks(string root, string category)
{
    private readonly List<Finding> _found = [];

    public IReadOnlyList<Finding> Found => _found;

    public void Warn(string message, string hint = "", IReadOnlyList<string>? files = null) =>
        _found.Add(new(Severity.Warning, category, message, hint, files is null ? [] : [.. files.Select(Relative)]));

    /// <summary>Says what of a folder is not read: other endings, closed folders, own pictures.</summary>
    /// <param name="scan">The folder and what is below it.</param>
    /// <param name="place">The folder's name for people.</param>
    /// <param name="what">What the files would have been.</param>
    public void NotRead(FolderScan scan, string place, string what = "photo")
    {
        foreach (var (message, hint, files) in scan.NotRead(Relative, place, what))
        {
            Warn(message, hint, files);
        }
    }

    public string Relative(string path) => RelativePath(root, path);

    /// <summary>A path below the root with '/' between its parts. Elsewhere than on Windows a backslash is a letter like any other.</summary>
    public static string RelativePath(string root, string path)
    {
        var relative = Path.GetRelativePath(root, path);
        return Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(Path.DirectorySeparatorChar, '/');
    }
}
