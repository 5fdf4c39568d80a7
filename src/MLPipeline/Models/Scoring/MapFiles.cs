namespace MLPipeline.Models;

/// <summary>
/// Names the heat maps and masks of photos: below one folder as the photos lie below the folder that they share, each name once.
/// </summary>
internal sealed class MapFiles
{
    private readonly string _folder;
    private readonly string[] _stems;

    /// <summary>Chooses the names; nothing is written.</summary>
    /// <param name="folder">Where the maps go.</param>
    /// <param name="photos">The photos.</param>
    public MapFiles(string folder, IReadOnlyList<string> photos)
    {
        _folder = folder;
        var paths = photos.Select(Path.GetFullPath).ToArray();
        var shared = SharedFolder(paths);
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        _stems = [.. paths.Select(p => Unused(Path.ChangeExtension(Below(shared, p), null), used))];
    }

    /// <summary>The file of a photo's heat map.</summary>
    public string HeatMap(int photo) => Path.Combine(_folder, _stems[photo] + "_heat.png");

    /// <summary>The file of a photo's mask.</summary>
    public string Mask(int photo) => Path.Combine(_folder, _stems[photo] + "_mask.png");

    /// <summary>Those of the files that are there already.</summary>
    public IReadOnlyList<string> Existing() =>
        [.. Enumerable.Range(0, _stems.Length).SelectMany(i => new[] { HeatMap(i), Mask(i) }).Where(Path.Exists)];

    /// <summary>Writes a photo's pair.</summary>
    /// <param name="photo">Its place in the list of photos.</param>
    /// <param name="heatMap">The heat map as PNG.</param>
    /// <param name="mask">The mask as PNG.</param>
    /// <param name="overwrite">Whether files that are there already may be replaced.</param>
    /// <exception cref="IOException">A file is there already, or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public void Write(int photo, byte[] heatMap, byte[] mask, bool overwrite)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(HeatMap(photo))!);
        Write(HeatMap(photo), heatMap, overwrite);
        Write(Mask(photo), mask, overwrite);
    }

    private static void Write(string path, byte[] bytes, bool overwrite)
    {
        using var file = new FileStream(path, overwrite ? FileMode.Create : FileMode.CreateNew, FileAccess.Write);
        try
        {
            file.Write(bytes);
            file.Flush();
        }
        catch (IOException)
        {
            // A full disk: half a picture helps nobody.
            File.Delete(path);
            throw;
        }
    }

    /// <summary>The deepest folder that all of them lie in; empty where they lie on several drives.</summary>
    private static string SharedFolder(string[] paths)
    {
        var shared = Path.GetDirectoryName(paths.FirstOrDefault("")) ?? "";
        foreach (var path in paths)
        {
            while (!path.StartsWith(Path.TrimEndingDirectorySeparator(shared) + Path.DirectorySeparatorChar, StringComparison.Ordinal) && shared.Length > 0)
            {
                shared = Path.GetDirectoryName(shared) ?? "";
            }
        }

        return shared;
    }

    private static string Below(string folder, string path) =>
        path[Math.Max(folder.Length, Path.GetPathRoot(path)!.Length)..].TrimStart(Path.DirectorySeparatorChar);

    /// <summary>Photos that differ in their ending alone get a number.</summary>
    private static string Unused(string stem, HashSet<string> used)
    {
        var name = stem;
        for (var n = 2; !used.Add(name); n++)
        {
            name = $"{stem}_{n}";
        }

        return name;
    }
}
