using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Datasets;

namespace MLPipeline.Featurization;

/// <summary>The layers of a list of photos: read from the store where it has them, made where it does not.</summary>
public sealed class PhotoFeatures : IDisposable
{
    private readonly Featurizer _featurizer;
    private readonly IDisposable _use;
    private readonly StoredLayer[] _layers;
    private readonly string?[] _hashes;

    private PhotoFeatures(Featurizer featurizer, IDisposable use, StoredLayer[] layers, string?[] hashes, string?[] errors)
    {
        (_featurizer, _use, _layers, _hashes, Errors) = (featurizer, use, layers, hashes, errors);
    }

    /// <summary>For each photo, why it could not be featurized, or null.</summary>
    public IReadOnlyList<string?> Errors { get; }

    /// <summary>How many photos went through the backbone, because the store did not have them.</summary>
    public int Made { get; private init; }

    /// <summary>How many of them the store had, but damaged.</summary>
    public int Damaged { get; private init; }

    /// <summary>Featurizes photos.</summary>
    /// <param name="context">The context of the featurizer.</param>
    /// <param name="featurizer">The chain.</param>
    /// <param name="store">Where layers are kept.</param>
    /// <param name="photos">The photos; those with a <see cref="PhotoFacts.Problem"/> are left out.</param>
    /// <param name="advance">Called after each photo, from several threads.</param>
    /// <param name="cancel">Ends the work; what was made until then is in the store.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="FeatureStoreException">The store cannot be used or written.</exception>
    public static PhotoFeatures Make(
        MLContext context, Featurizer featurizer, FeatureStore store, IReadOnlyList<PhotoFacts> photos, Action? advance = null, CancellationToken cancel = default)
    {
        var paths = photos.Select(p => p.Path).ToArray();
        var hashes = photos.Select(p => p.Problem is null ? p.Sha256 : null).ToArray();
        var errors = photos.Select(p => p.Problem).ToArray();
        var use = store.Use();
        StoredLayer[] layers = [];
        try
        {
            layers = [.. featurizer.Layers.Select(l => store.Open(featurizer.Identity.Key, l.Name, l.Shape.Length))];
            return Make(context, featurizer, use, layers, paths, hashes, errors, advance, cancel);
        }
        catch
        {
            Close(layers, use);
            throw;
        }
    }

    /// <summary>
    /// The layers of the given photos (indices into the list) as a data view with one column per layer, read from the
    /// store row by row.
    /// </summary>
    public IDataView View(IEnumerable<int> photos) => new VectorView(
        [.. _featurizer.Layers.Select(l => (l.Name, (int[])[1, l.Shape.Channels, l.Shape.Rows, l.Shape.Columns]))],
        photos,
        (row, column, target) => _layers[column].Read(_hashes[row]!, target));

    /// <inheritdoc/>
    public void Dispose() => Close(_layers, _use);

    private static void Close(StoredLayer[] layers, IDisposable use)
    {
        foreach (var layer in layers)
        {
            layer.Dispose();
        }

        use.Dispose();
    }

    private static PhotoFeatures Make(
        MLContext context, Featurizer featurizer, IDisposable use, StoredLayer[] layers, string[] paths,
        string?[] hashes, string?[] errors, Action? advance, CancellationToken cancel)
    {
        var own = Enumerable.Range(0, paths.Length).Where(i => hashes[i] is not null).DistinctBy(i => hashes[i]).ToArray();
        var known = own.Where(i => layers.All(l => l.Has(hashes[i]!))).ToArray();
        var damaged = Damage(layers, [.. known.Select(i => hashes[i]!)], cancel);
        var missing = own.Where(i => !layers.All(l => l.Has(hashes[i]!))).ToArray();
        for (var i = missing.Length; i < paths.Length; i++)
        {
            advance?.Invoke();
        }

        try
        {
            Add(context, featurizer, layers, paths, missing, hashes, errors, advance, cancel);
        }
        finally
        {
            // Also when cancelled: a second run goes on from here.
            foreach (var layer in layers)
            {
                layer.Commit();
            }
        }

        // The same bytes twice in the list failed only once.
        for (var i = 0; i < paths.Length; i++)
        {
            if (errors[i] is null && !layers.All(l => l.Has(hashes[i]!)))
            {
                errors[i] = errors[missing.First(m => hashes[m] == hashes[i])];
            }
        }

        return new(featurizer, use, layers, hashes, errors) { Made = missing.Length, Damaged = damaged };
    }

    /// <summary>Reads the records of photos once, so that those which are not what was written are known and made anew; how many.</summary>
    private static int Damage(StoredLayer[] layers, string[] hashes, CancellationToken cancel)
    {
        var damaged = 0;
        Parallel.For(
            0,
            hashes.Length,
            new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => layers.Select(l => new float[l.Length]).ToArray(),
            (i, _, buffers) =>
            {
                // All layers, not up to the first that fails: each forgets its own record.
                if (layers.Select((layer, l) => layer.TryRead(hashes[i], buffers[l])).Count(ok => !ok) > 0)
                {
                    Interlocked.Increment(ref damaged);
                }

                return buffers;
            },
            _ => { });
        return damaged;
    }

    private static void Add(
        MLContext context, Featurizer featurizer, StoredLayer[] layers, IReadOnlyList<string> paths, int[] missing,
        string?[] hashes, string?[] errors, Action? advance, CancellationToken cancel)
    {
        var gate = new Lock();
        ParallelRows.Run(
            featurizer.Chain,
            missing.Length,
            rows => context.Data.LoadFromEnumerable(rows.Select(r => new PathRow { ImagePath = paths[missing[r]], Row = r })),
            [.. featurizer.Layers.Select(l => l.Name)],
            (row, values) =>
            {
                // All getters run before the lock is taken: the first of them runs the network.
                var vectors = layers.Select((_, i) => values(i).ToArray()).ToArray();
                lock (gate)
                {
                    for (var i = 0; i < layers.Length; i++)
                    {
                        if (!layers[i].Has(hashes[missing[row]]!))
                        {
                            layers[i].Add(hashes[missing[row]]!, vectors[i]);
                        }
                    }
                }

                advance?.Invoke();
            },
            (row, error) =>
            {
                if (error is FeatureStoreException)
                {
                    return false;
                }

                errors[missing[row]] = PhotoError.Describe(error);
                advance?.Invoke();
                return true;
            },
            cancel);
    }
}
