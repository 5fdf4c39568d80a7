using System.IO.Hashing;
using System.Text;

namespace MLPipeline.Featurization;

/// <summary>
/// One layer of one chain in the store. Reading is safe from several threads, writing from one; other processes may read,
/// add to and join the same files.
/// </summary>
internal sealed class StoredLayer : IDisposable
{
    /// <summary>A segment is completed after so many photos, so that a killed process loses little.</summary>
    private const int SegmentSize = 256;

    private readonly string _folder;
    private readonly int _length;
    private readonly long _seed;
    private readonly Lock _gate = new();
    private readonly HashSet<(string Path, int Index)> _damaged = [];
    private Dictionary<string, (FeatureSegment Segment, int Index)> _records = new(StringComparer.Ordinal);
    private FeatureSegment.Writer? _writer;
    private int _written;

    /// <param name="folder">The layer's folder; it is made when something is added.</param>
    /// <param name="name">Chain and layer: a file that was moved here from another layer is not taken for its own.</param>
    /// <param name="length">Numbers per photo.</param>
    public StoredLayer(string folder, string name, int length)
    {
        (_folder, _length, _seed) = (folder, length, (long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(name)));
        Load();
    }

    /// <summary>Numbers per photo.</summary>
    public int Length => _length;

    /// <summary>Whether there is a record for a photo. It may be damaged: see <see cref="TryRead"/>.</summary>
    public bool Has(string hash) => _records.ContainsKey(hash);

    /// <summary>Reads a photo's record; one that is damaged is forgotten, so that it can be added again.</summary>
    public bool TryRead(string hash, Span<float> target)
    {
        while (_records.TryGetValue(hash, out var place))
        {
            try
            {
                if (place.Segment.TryRead(place.Index, target))
                {
                    return true;
                }

                Forget(hash, place, isDamaged: true);
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                // Another process has joined the file with others.
                Forget(hash, place, isDamaged: false);
            }
        }

        return false;
    }

    /// <summary>Reads a photo's record.</summary>
    /// <exception cref="FeatureStoreException">It is damaged or gone.</exception>
    public void Read(string hash, Span<float> target)
    {
        if (!TryRead(hash, target))
        {
            throw new FeatureStoreException(
                $"A file of the feature store was damaged or removed while it was read, in {_folder}. Start again: what is missing is made anew.");
        }
    }

    public void Add(string hash, ReadOnlySpan<float> values)
    {
        try
        {
            if (_writer is null)
            {
                Directory.CreateDirectory(_folder);
                _writer = new(_folder, _seed);
            }

            _writer.Add(hash, values);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FeatureStoreException.NotWritable(_folder, error);
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
            if (writer?.Commit() is not null)
            {
                SegmentJoin.Run(_folder, _length, _seed);
                Load();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FeatureStoreException.NotWritable(_folder, error);
        }
    }

    public void Dispose() => _writer?.Dispose();

    private void Forget(string hash, (FeatureSegment Segment, int Index) place, bool isDamaged)
    {
        lock (_gate)
        {
            if (isDamaged)
            {
                _damaged.Add((place.Segment.Path, place.Index));
            }

            // Else another thread was here before.
            if (_records.TryGetValue(hash, out var now) && now == place)
            {
                Load();
            }
        }
    }

    private void Load()
    {
        var records = new Dictionary<string, (FeatureSegment, int)>(StringComparer.Ordinal);
        foreach (var segment in Segments())
        {
            for (var i = 0; i < segment.Hashes.Count; i++)
            {
                if (!_damaged.Contains((segment.Path, i)))
                {
                    records.TryAdd(segment.Hashes[i], (segment, i));
                }
            }
        }

        _records = records;
    }

    private List<FeatureSegment> Segments()
    {
        // A file that goes between the listing and the opening was joined into one that the listing lacks.
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return !Directory.Exists(_folder) ? [] :
                [
                    .. Directory.GetFiles(_folder, "*" + FeatureSegment.Extension).Order(StringComparer.Ordinal)
                        .Select(path => FeatureSegment.TryOpen(path, _length, _seed)).OfType<FeatureSegment>(),
                ];
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException && attempt < 100)
            {
            }
        }
    }
}
