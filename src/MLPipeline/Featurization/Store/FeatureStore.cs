namespace MLPipeline.Featurization;

/// <summary>
/// Keeps the layers of photos on disk, so that no photo goes through the same chain twice: neither in a second run nor in
/// the trials of a search. Keyed by the photo's bytes, the chain and the layer; renaming or moving photos costs nothing.
/// </summary>
/// <remarks>
/// <c>root/chain key/layer/*.features</c>; see <see cref="FeatureSegment"/> for the file format. Several processes may use
/// one store. Why not ML.NET's binary loader: see <c>docs/decisions.md</c>.
/// </remarks>
public sealed class FeatureStore
{
    /// <summary>Environment variable that names the folder of the store.</summary>
    public const string FolderVariable = "MLPIPELINE_STORE";

    /// <summary>Opens the store in a folder, which is created when something is written.</summary>
    public FeatureStore(string? folder = null) => Folder = Path.GetFullPath(folder ?? DefaultFolder());

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Opens one layer of one chain.</summary>
    /// <param name="chainKey"><see cref="Featurizer.Key"/>.</param>
    /// <param name="layer">The layer's name.</param>
    /// <param name="length">Numbers per photo.</param>
    internal StoredLayer Open(string chainKey, string layer, int length) => new(Path.Combine(Folder, chainKey, layer), length);

    /// <summary>What the store holds: one entry per chain, with its size in bytes and when it was last written.</summary>
    public IReadOnlyList<StoredChain> Chains() => !Directory.Exists(Folder) ? [] :
    [
        .. new DirectoryInfo(Folder).EnumerateDirectories().OrderBy(d => d.Name, StringComparer.Ordinal).Select(chain =>
        {
            var files = chain.GetFiles("*", SearchOption.AllDirectories);
            return new StoredChain(chain.Name, files.Sum(f => f.Length), files.Select(f => f.LastWriteTimeUtc).DefaultIfEmpty(chain.LastWriteTimeUtc).Max());
        }),
    ];

    /// <summary>Deletes the features of a chain; the next run makes them again.</summary>
    /// <exception cref="IOException">A file is in use.</exception>
    public void Delete(StoredChain chain) => Directory.Delete(Path.Combine(Folder, chain.Key), recursive: true);

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
/// <param name="Key">Backbone, size, runtime and a fingerprint; see <see cref="Featurizer.Key"/>.</param>
/// <param name="Bytes">Size on disk.</param>
/// <param name="LastWritten">When a feature was last added.</param>
public sealed record StoredChain(string Key, long Bytes, DateTime LastWritten);

/// <summary>One layer of one chain in the store. Reading is safe from several threads, writing from one.</summary>
internal sealed class StoredLayer : IDisposable
{
    /// <summary>A segment is completed after so many photos, so that a killed process loses little.</summary>
    private const int SegmentSize = 256;

    private readonly string _folder;
    private readonly int _length;
    private readonly List<FeatureSegment> _segments = [];
    private readonly Dictionary<string, (FeatureSegment Segment, int Index)> _records = [];
    private FeatureSegment.Writer? _writer;
    private int _written;

    public StoredLayer(string folder, int length)
    {
        _folder = folder;
        _length = length;
        if (Directory.Exists(folder))
        {
            foreach (var path in Directory.GetFiles(folder, "*" + FeatureSegment.Extension).Order(StringComparer.Ordinal))
            {
                Load(path);
            }
        }
    }

    public bool Has(string hash) => _records.ContainsKey(hash);

    public void Read(string hash, Span<float> target)
    {
        var (segment, index) = _records[hash];
        segment.Read(index, target);
    }

    public void Add(string hash, ReadOnlySpan<float> values)
    {
        try
        {
            if (_writer is null)
            {
                Directory.CreateDirectory(_folder);
                _writer = new(_folder);
            }

            _writer.Add(hash, values);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FeatureStoreException(_folder, error);
        }

        if (++_written % SegmentSize == 0)
        {
            Commit();
        }
    }

    /// <summary>Makes what was added readable and durable.</summary>
    public void Commit()
    {
        try
        {
            using var writer = _writer;
            _writer = null;
            if (writer?.Commit() is { } path)
            {
                Load(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FeatureStoreException(_folder, error);
        }
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _segments.ForEach(s => s.Dispose());
    }

    private void Load(string path)
    {
        if (FeatureSegment.TryOpen(path, _length) is { } segment)
        {
            _segments.Add(segment);
            for (var i = 0; i < segment.Hashes.Count; i++)
            {
                _records.TryAdd(segment.Hashes[i], (segment, i));
            }
        }
    }
}
