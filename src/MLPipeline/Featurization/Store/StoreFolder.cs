using System.Text;
using System.Text.RegularExpressions;

namespace MLPipeline.Featurization;

/// <summary>
/// The folder of a store as files: it is known by a marker, which is also its lock. Who uses the store holds the marker open
/// for reading; who deletes holds it alone.
/// </summary>
internal static partial class StoreFolder
{
    /// <summary>The marker.</summary>
    public const string Marker = "mlpipeline-store.json";

    private const string MarkerText = "{ \"what\": \"feature store of MLPipeline: files here may be deleted and are made again\", \"format\": 2 }\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What file systems and desktops put into every folder.</summary>
    private static readonly string[] NotOfUsers = ["lost+found", ".DS_Store", "Thumbs.db", "desktop.ini"];

    /// <summary>Takes a share of the marker; makes it first where the folder is empty. Cleans up after killed processes where nobody else is there.</summary>
    public static IDisposable Use(string folder)
    {
        try
        {
            IsStore(folder);
            Mark(folder);
            if (TryLockAlone(folder) is { } alone)
            {
                using (alone)
                {
                    DeleteLeftovers(folder);
                }
            }

            return Share(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && error is not FeatureStoreException)
        {
            throw FeatureStoreException.NotWritable(folder, error);
        }
    }

    /// <summary>Whether a folder is a store, also one of an earlier version without a marker; false if it is empty or not there.</summary>
    /// <exception cref="FeatureStoreException">It holds other things.</exception>
    public static bool IsStore(string folder)
    {
        if (File.Exists(Path.Combine(folder, Marker)))
        {
            return true;
        }

        if (File.Exists(folder))
        {
            throw new FeatureStoreException($"{folder} is a file: a feature store is a folder. Name another.");
        }

        var others = !Directory.Exists(folder) ? [] : Directory.EnumerateFileSystemEntries(folder)
            .Select(p => Path.GetFileName(p)!).Except(NotOfUsers, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).Take(4).ToArray();
        if (others.Length == 0)
        {
            return false;
        }

        return IsOfEarlierVersion(folder) ? true : throw new FeatureStoreException(
            $"{folder} is no feature store: it has no {Marker}, but {string.Join(", ", others.Take(3))}{(others.Length > 3 ? " and more" : "")}. " +
            "Nothing was changed in it. Name a store, or a folder that is empty or does not exist yet.");
    }

    /// <summary>The folders of chains. Links are not followed.</summary>
    public static IEnumerable<DirectoryInfo> ChainsIn(string folder) =>
        Folders(new(folder)).Where(d => ChainName().IsMatch(d.Name)).OrderBy(d => d.Name, StringComparer.Ordinal);

    /// <summary>The store's own files of a chain.</summary>
    public static IEnumerable<FileInfo> FilesOf(DirectoryInfo chain) =>
        Folders(chain).SelectMany(layer => layer.EnumerateFiles()).Where(f => FileName().IsMatch(f.Name));

    /// <summary>Deletes the store's own files of chains, and their folders where nothing else is in them.</summary>
    public static void Delete(string folder, IEnumerable<string> chains)
    {
        if (!IsStore(folder))
        {
            return;
        }

        try
        {
            Mark(folder);
            using var alone = TryLockAlone(folder) ?? throw new FeatureStoreException(
                $"Another process uses the feature store in {folder}; nothing was deleted. Try again when its runs have ended.");
            var names = chains.ToHashSet(StringComparer.Ordinal);
            foreach (var chain in ChainsIn(folder).Where(c => names.Contains(c.Name)))
            {
                foreach (var file in FilesOf(chain))
                {
                    file.Delete();
                }

                foreach (var empty in Folders(chain).Append(chain).Where(d => !d.EnumerateFileSystemInfos().Any()))
                {
                    empty.Delete();
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && error is not FeatureStoreException)
        {
            throw new FeatureStoreException($"The feature store in {folder} cannot be cleared: {error.Message}", error);
        }
    }

    private static IEnumerable<DirectoryInfo> Folders(DirectoryInfo parent) => parent.EnumerateDirectories().Where(d => d.LinkTarget is null);

    /// <summary>What killed processes were writing, what is damaged, and files of earlier versions.</summary>
    private static void DeleteLeftovers(string folder)
    {
        foreach (var file in ChainsIn(folder).SelectMany(FilesOf).Where(f => f.Extension != FeatureSegment.Extension || !FeatureSegment.IsWhole(f.FullName)))
        {
            file.Delete();
        }
    }

    private static void Mark(string folder)
    {
        var marker = Path.Combine(folder, Marker);
        try
        {
            if (!File.Exists(marker))
            {
                Directory.CreateDirectory(folder);
                using var file = new FileStream(marker, FileMode.CreateNew);
                file.Write(Encoding.UTF8.GetBytes(MarkerText));
            }
        }
        catch (IOException) when (File.Exists(marker))
        {
            // Another process was quicker.
        }
    }

    private static FileStream? TryLockAlone(string folder)
    {
        try
        {
            return new(Path.Combine(folder, Marker), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static FileStream Share(string folder)
    {
        var end = DateTime.UtcNow + Patience;
        while (true)
        {
            try
            {
                return new(Path.Combine(folder, Marker), FileMode.Open, FileAccess.Read, FileShare.Read);
            }
            catch (IOException) when (DateTime.UtcNow < end)
            {
                // Somebody deletes or cleans up.
                Thread.Sleep(50);
            }
        }
    }

    /// <summary>Stores had no marker once; one is known by holding nothing but chains with their files.</summary>
    private static bool IsOfEarlierVersion(string folder)
    {
        var root = new DirectoryInfo(folder);
        return root.EnumerateFileSystemInfos().All(e =>
            NotOfUsers.Contains(e.Name, StringComparer.OrdinalIgnoreCase) ||
            (e is DirectoryInfo { LinkTarget: null } chain && ChainName().IsMatch(chain.Name) && chain.EnumerateFileSystemInfos().All(l =>
                l is DirectoryInfo { LinkTarget: null } layer && layer.EnumerateFileSystemInfos().All(f => f is FileInfo && FileName().IsMatch(f.Name)))));
    }

    [GeneratedRegex(@"^.+-\d+x\d+-.+-[0-9a-f]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ChainName();

    [GeneratedRegex(@"^[0-9a-f]{32}\.(features|tmp)\z", RegexOptions.CultureInvariant)]
    private static partial Regex FileName();
}
