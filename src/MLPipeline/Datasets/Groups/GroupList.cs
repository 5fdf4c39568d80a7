namespace MLPipeline.Datasets;

/// <summary>
/// The groups of photos as a list: <c>groups.csv</c> in a folder above the photos, with a column path (relative to that folder) and
/// a column for each way to group them.
/// </summary>
internal static class GroupList
{
    public const string FileName = "groups.csv";

    private const string PathColumn = "path";

    /// <summary>For each photo the value of <paramref name="column"/>; null where no list names the photo, or the value is empty.</summary>
    /// <exception cref="DatasetException">There is no list, or it has no such column.</exception>
    public static string?[] Read(string column, IReadOnlyList<Photo> photos)
    {
        var files = photos.SelectMany(FoldersOf).Distinct().Select(f => Path.Combine(f, FileName)).Where(File.Exists).ToList();
        if (files.Count == 0)
        {
            throw new DatasetException(
                $"groups names the column '{column}', but there is no {FileName} in a folder above '{photos[0].Path}'. " +
                $"Write one with the columns {PathColumn} and {column}, or groups: auto.");
        }

        // Tables know their columns in small letters.
        var name = column.Trim().ToLowerInvariant();
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var table = ListFile.Read(file, PathColumn, name);
            foreach (var row in table.Rows)
            {
                if (row[name] is { Length: > 0 } value)
                {
                    groups[Path.GetFullPath(row[PathColumn], Path.GetDirectoryName(file)!)] = value;
                }
            }
        }

        return [.. photos.Select(p => groups.GetValueOrDefault(Path.GetFullPath(p.Path)))];
    }

    // The folders between a photo and its dataset's root: the photo's id is its path below the root.
    private static IEnumerable<string> FoldersOf(Photo photo)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(photo.Path));
        for (var depth = photo.Id.Count(c => c == '/'); depth >= 0 && folder is not null; depth--)
        {
            yield return folder;
            folder = Path.GetDirectoryName(folder);
        }
    }
}
