using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace MLPipeline.Datasets;

/// <summary>The facts of photos: each file is read once per job, however many members, searches and reports ask.</summary>
/// <param name="maxMegapixels">The most that may be decoded, in millions of pixels.</param>
public sealed class PhotoLedger(double maxMegapixels = PhotoFacts.DefaultMegapixels)
{
    private readonly ConcurrentDictionary<string, PhotoFacts> _facts = new(StringComparer.Ordinal);

    /// <summary>The facts of a photo; reads the file where nobody has yet. Thread-safe.</summary>
    public PhotoFacts this[string path] => _facts.GetOrAdd(path, p => PhotoFacts.Read(p, maxMegapixels));

    /// <summary>Notes that a photo turned out to be unreadable when it was decoded.</summary>
    internal void Report(string path, string problem) => Note(this[path] with { Problem = problem });

    /// <summary>Keeps facts that somebody else has found out.</summary>
    internal void Note(PhotoFacts facts) => _facts[facts.Path] = facts;

    /// <summary>Reads photos on all cores.</summary>
    /// <param name="paths">The photos.</param>
    /// <param name="advance">Called after each photo, from several threads.</param>
    /// <param name="cancel">Ends between two photos; what was read is kept.</param>
    /// <returns>The facts, in the order of the paths.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public PhotoFacts[] Read(IReadOnlyList<string> paths, Action? advance = null, CancellationToken cancel = default)
    {
        var facts = new PhotoFacts[paths.Count];
        Parallel.For(0, paths.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel }, i =>
        {
            facts[i] = this[paths[i]];
            advance?.Invoke();
        });
        return facts;
    }

    /// <summary>One hash over ids, labels, splits and the bytes of photos, in lower-case hexadecimal.</summary>
    internal string HashOf(IEnumerable<Photo> photos) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(
        photos.Select(p => $"{p.Id}\t{p.Split}\t{p.Defect}\t{this[p.Path].Sha256 ?? "unreadable"}\n")))));
}
