namespace MLPipeline.Datasets;

/// <summary>A category that a layout has found and that is not read yet, so that a filter costs nothing.</summary>
/// <param name="Name">Name of the category.</param>
/// <param name="Where">What gives it its name, for messages: a folder, or a line of a list.</param>
/// <param name="Places">Where photos belong in its layout.</param>
/// <param name="Read">Lists the photos; receives what takes remarks.</param>
public sealed record CategorySource(string Name, string Where, PhotoPlaces Places, Func<Remarks, IReadOnlyList<Photo>> Read)
{
    /// <summary>Name of a category folder, also where the folder is the root itself.</summary>
    public static string NameOf(string folder)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        return name.Length == 0 ? "root" : name;
    }
}
