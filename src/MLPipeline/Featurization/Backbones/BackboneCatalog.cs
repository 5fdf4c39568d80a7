namespace MLPipeline.Featurization;

/// <summary>Finds backbones by name.</summary>
public static class BackboneCatalog
{
    /// <summary>Environment variable that names a folder of backbones, searched first.</summary>
    public const string FolderVariable = "MLPIPELINE_BACKBONES";

    /// <summary>Finds a backbone by its name or by the path of its manifest.</summary>
    /// <exception cref="FileNotFoundException">There is none; the message lists the folders and what they hold.</exception>
    public static Backbone Find(string nameOrPath)
    {
        if (nameOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return Backbone.Load(nameOrPath);
        }

        var folders = Folders().Where(Directory.Exists).Distinct(StringComparer.Ordinal).ToList();
        foreach (var folder in folders)
        {
            var manifest = Path.Combine(folder, nameOrPath + ".json");
            if (File.Exists(manifest))
            {
                return Backbone.Load(manifest);
            }
        }

        var known = folders.SelectMany(f => Directory.GetFiles(f, "*.json")).Select(Path.GetFileNameWithoutExtension).Distinct().Order(StringComparer.Ordinal);
        throw new FileNotFoundException(
            $"There is no backbone '{nameOrPath}'. Known: {string.Join(", ", known)} (in {string.Join(", ", folders)}). " +
            $"A backbone of your own is named by the path of its .json manifest, or its folder by {FolderVariable}.");
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder)
        {
            yield return folder;
        }

        yield return Path.Combine(AppContext.BaseDirectory, "backbones");

        // In a checkout the files lie in data/backbones and are not copied to every output folder.
        for (var parent = new DirectoryInfo(AppContext.BaseDirectory); parent is not null; parent = parent.Parent)
        {
            yield return Path.Combine(parent.FullName, "data", "backbones");
        }
    }
}
