namespace MLPipeline.Datasets;

/// <summary>A category that a layout has found and that is not read yet, so that a filter costs nothing.</summary>
/// <param name="Name">Name of the category.</param>
/// <param name="Read">Lists the photos; receives a function that takes warnings (without the category's name).</param>
internal sealed record CategorySource(string Name, Func<Action<string>, IReadOnlyList<Photo>> Read);

/// <summary>Makes the photos of one dataset: knows its root.</summary>
internal sealed class PhotoMaker(string root)
{
    public Photo Make(string path, string category, Split split, string defect, string? mask = null) => new(
        Path.GetRelativePath(root, path).Replace('\\', '/'),
        path,
        category,
        split,
        defect != Photo.Good,
        defect,
        mask);

    /// <summary>Name of a category folder, also where the folder is the root itself.</summary>
    public static string NameOf(string folder)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        return name.Length == 0 ? "root" : name;
    }
}
