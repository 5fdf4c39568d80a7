using Microsoft.ML;
using MLPipeline.Compute;

namespace MLPipeline.Featurization;

/// <summary>The embeddings of a list of photos: in memory where they fit, else computed from the stored layers at each reading.</summary>
public sealed class EmbeddingSet : IDisposable
{
    private const long MemoryLimit = 1L << 30;

    private readonly PhotoFeatures _features;
    private readonly float[]?[]? _cached;

    /// <summary>Embeds photos.</summary>
    /// <param name="context">The context.</param>
    /// <param name="features">The photos' layers.</param>
    /// <param name="layers">Names and shapes of the layers.</param>
    /// <param name="options">The grid.</param>
    /// <param name="photos">Which photos will be asked for.</param>
    public EmbeddingSet(
        MLContext context, PhotoFeatures features, IReadOnlyList<(string Name, LayerShape Shape)> layers, EmbeddingOptions options, IReadOnlyList<int> photos)
    {
        _features = features;
        var grid = new GridEmbedding(layers, options);
        Shape = new(grid.Rows, grid.Columns, grid.Channels);
        LayerChannels = [.. layers.Select(l => l.Shape.Channels)];
        var view = features.View([]);
        Transformer = context.ApplyOnnxBytes(
            [ColumnNames.Features], [.. layers.Select(l => l.Name)], grid.ToOnnx(ColumnNames.Features)).Fit(view);
        if ((long)photos.Count * Shape.Length * sizeof(float) <= MemoryLimit)
        {
            var cached = new float[features.Errors.Count][];
            ParallelRows.Run(
                Transformer,
                photos.Count,
                rows => features.View(rows.Select(r => photos[r])),
                [ColumnNames.Features],
                (row, values) => cached[row] = values(0).ToArray(),
                fail: null,
                CancellationToken.None);
            _cached = cached;
        }
    }

    /// <summary>The shape of an embedding.</summary>
    public FeatureShape Shape { get; }

    /// <summary>How many channels each layer has in a cell, in the order in which they stand there.</summary>
    public IReadOnlyList<int> LayerChannels { get; }

    /// <summary>The part of the chain from the layers to the embedding.</summary>
    public ITransformer Transformer { get; }

    /// <summary>The embeddings of the given photos, in that order, in the column <c>Features</c>.</summary>
    public IDataView View(IEnumerable<int> photos) => _cached is null
        ? Transformer.Transform(_features.View(photos))
        : new VectorView(
            [(ColumnNames.Features, [Shape.Rows, Shape.Columns, Shape.Channels])],
            photos,
            (row, _, target) => _cached[row].CopyTo(target));

    /// <summary>Closes the session of the transformer: models that were built from it must be saved before.</summary>
    public void Dispose() => Transformer.Close();
}
