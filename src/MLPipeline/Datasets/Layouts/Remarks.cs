using MLPipeline.Basics;

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
        if (scan.Unread.Count > 0)
        {
            var endings = scan.Unread.CountBy(f => Path.GetExtension(f).ToLowerInvariant()).OrderByDescending(e => e.Value).ThenBy(e => e.Key, StringComparer.Ordinal);
            var videos = scan.Unread.All(ImageFiles.IsVideo);
            Warn(
                $"{scan.Unread.Count} file(s) in {place} are not read: {Words.Some([.. endings.Select(e => $"{e.Value} {e.Key}")])} (for instance {Relative(scan.Unread[0])}).",
                videos ? "Take single frames out of videos first (for instance: ffmpeg -i VIDEO -vf fps=1 %06d.png)."
                    : $"Convert each {what} to PNG or JPEG ({string.Join(", ", ImageFiles.Endings)} are read), or move other files out of the folder.",
                scan.Unread);
        }

        foreach (var (folder, reason) in scan.Closed)
        {
            Warn(
                $"the folder {Relative(folder)} is left out with all that may be in it: {reason}.",
                "Give read permission to it and to the folders in it (on Linux: chmod -R u+rX), or move it away.");
        }

        if (scan.Own.Count > 0)
        {
            Warn(
                $"{scan.Own.Count} picture(s) in {place} were made by this program (heat maps, masks, painted photos) and are not read as photos: {Words.Some([.. scan.Own.Select(Relative)])}.",
                "Move them out of the photos' folder.",
                scan.Own);
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
