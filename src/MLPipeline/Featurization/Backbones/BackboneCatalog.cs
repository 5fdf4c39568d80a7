using System.Diagnostics.CodeAnalysis;

namespace MLPipeline.Featurization;

/// <summary>Finds backbones by name.</summary>
public static class BackboneCatalog
{
    /// <summary>Environment variable that names a folder of backbones, searched first.</summary>
    public const string FolderVariable = "MLPIPELINE_BACKBONES";

    /// <summary>The folder of backbones that the user has added: what <see cref="FolderVariable"/> names, else one beside the user's settings.</summary>
    public static string UserFolder => Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "mlpipeline", "backbones");

    /// <summary>The manifests of all backbones that are found by name; of several of one name, the one that is taken.</summary>
    public static IReadOnlyList<string> Manifests() =>
    [
        .. Folders().Where(Directory.Exists).SelectMany(f => Directory.GetFiles(f, "*.json"))
            .DistinctBy(Path.GetFileNameWithoutExtension, StringComparer.Ordinal).OrderBy(Path.GetFileNameWithoutExtension, StringComparer.Ordinal),
    ];

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

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An assembly inside a single file has no place of its own.")]
    private static IEnumerable<string> Folders()
    {
        yield return UserFolder;
        yield return Path.Combine(AppContext.BaseDirectory, "backbones");

        // The library may have been loaded from elsewhere, such as a plug-in's folder.
        if (Path.GetDirectoryName(typeof(BackboneCatalog).Assembly.Location) is { Length: > 0 } library)
        {
            yield return Path.Combine(library, "backbones");
        }
    }
}
