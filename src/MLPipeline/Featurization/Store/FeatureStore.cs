namespace MLPipeline.Featurization;

/// <summary>
/// Keeps the layers of photos on disk, so that no photo goes through the same chain twice: neither in a second run nor in
/// the trials of a search. Keyed by the photo's bytes, the chain and the layer; renaming or moving photos costs nothing.
/// </summary>
/// <remarks>
/// <c>root/chain key/layer/*.features</c>; see <see cref="FeatureSegment"/> for the file format. Several processes may use
/// one store. Why not ML.NET's binary loader: see <c>docs/decisions.md</c>. Nothing but own files is ever deleted.
/// </remarks>
public sealed class FeatureStore
{
    /// <summary>Environment variable that names the folder of the store.</summary>
    public const string FolderVariable = "MLPIPELINE_STORE";

    /// <summary>Opens the store in a folder, which is created when something is written.</summary>
    public FeatureStore(string? folder = null) => Folder = Path.GetFullPath(folder ?? DefaultFolder());

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Keeps others from deleting what is stored, until it is disposed of. The folder becomes a store if it is empty.</summary>
    /// <exception cref="FeatureStoreException">The folder holds other things and is no store, or cannot be written.</exception>
    internal IDisposable Use() => StoreFolder.Use(Folder);

    /// <summary>Opens one layer of one chain.</summary>
    /// <param name="chainKey"><see cref="ChainIdentity.Key"/>.</param>
    /// <param name="layer">The layer's name.</param>
    /// <param name="length">Numbers per photo.</param>
    internal StoredLayer Open(string chainKey, string layer, int length)
    {
        var chain = Path.Combine(Folder, chainKey);
        if (Directory.Exists(chain))
        {
            Touch(chain);
        }

        return new(Path.Combine(chain, ChainIdentity.FileNameOf(layer)), $"{chainKey}/{layer}", length);
    }

    /// <summary>What the store holds: one entry per chain, by name; none where there is no store yet.</summary>
    /// <exception cref="FeatureStoreException">The folder holds other things and is no store.</exception>
    public IReadOnlyList<StoredChain> Chains() => !StoreFolder.IsStore(Folder) ? [] :
    [
        .. StoreFolder.ChainsIn(Folder).Select(chain => new StoredChain(
            chain.Name, StoreFolder.FilesOf(chain).Sum(f => f.Length), chain.LastWriteTimeUtc)),
    ];

    /// <summary>Deletes the features of chains; the next run makes them again. Nothing is deleted while another process uses the store.</summary>
    /// <param name="chains">Of <see cref="Chains"/>.</param>
    /// <exception cref="FeatureStoreException">The folder is no store, another process uses it, or a file cannot be deleted.</exception>
    public void Delete(IReadOnlyCollection<StoredChain> chains) => StoreFolder.Delete(Folder, chains.Select(c => c.Key));

    private static void Touch(string chain)
    {
        try
        {
            Directory.SetLastWriteTimeUtc(chain, DateTime.UtcNow);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A store that may only be read: its last use stays unknown.
        }
    }

    private static string DefaultFolder() =>
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder
            ? folder
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache && !OperatingSystem.IsWindows()
                ? Path.Combine(cache, "mlpipeline", "features")
                : OperatingSystem.IsWindows()
                    ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "mlpipeline", "features")
                    : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "mlpipeline", "features");
}

/// <summary>The features of one chain.</summary>
/// <param name="Key">Backbone, size, runtime and a fingerprint; see <see cref="ChainIdentity.Key"/>.</param>
/// <param name="Bytes">Size on disk.</param>
/// <param name="LastUsed">When a run last read or added features of it.</param>
public sealed record StoredChain(string Key, long Bytes, DateTime LastUsed);
