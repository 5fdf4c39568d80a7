using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLPipeline.Basics;
using MLPipeline.Compute;
using MLPipeline.Datasets;

namespace MLPipeline.Featurization;

/// <summary>
/// From a column of photos to a column of embeddings (Single, rows x columns x channels): load, resize, backbone, grid. The fitted
/// chain is stock ML.NET and saves as such; nothing is learned but the aspect ratio, which is the median of the photos.
/// </summary>
/// <remarks>
/// Every pass over the embeddings featurizes all photos anew, and some trainers pass several times: put
/// <c>AppendCacheCheckpoint</c> behind it. Runs of pipeline files keep features in a store instead.
/// </remarks>
public sealed class PhotoFeaturizingEstimator : IEstimator<ITransformer>
{
    private readonly MLContext _context;
    private readonly FeaturizerOptions _featurizer;
    private readonly EmbeddingOptions _embedding;
    private readonly string _output;
    private readonly string _input;

    internal PhotoFeaturizingEstimator(MLContext context, FeaturizerOptions featurizer, EmbeddingOptions embedding, string output, string input)
    {
        _context = context;
        _featurizer = OptionCheck.Valid(featurizer, "featurizer");
        _embedding = OptionCheck.Valid(embedding, "embedding");
        (_output, _input) = (output, input);
    }

    /// <summary>Looks at the shapes of the photos and builds the chain.</summary>
    /// <exception cref="ArgumentException">The column is missing or holds no photos, or a column has a name that the chain needs for itself.</exception>
    /// <exception cref="FileNotFoundException">There is no such backbone.</exception>
    public ITransformer Fit(IDataView input)
    {
        var column = input.Schema.GetColumnOrNull(_input) ?? throw new ArgumentException(
            $"There is no column '{_input}'. Columns: {string.Join(", ", input.Schema.Select(c => c.Name))}.", nameof(input));
        var size = InputSize.Of(_featurizer.Size, AspectRatio(input, column));
        var backbone = BackboneCatalog.Find(_featurizer.Backbone);
        var layers = _featurizer.Layers.Select(backbone.Layer).Select(l => (l.Name, l.ShapeFor(size))).ToArray();
        string[] own = [.. layers.Select(l => l.Name), backbone.InputName];
        if (own.FirstOrDefault(n => input.Schema.GetColumnOrNull(n) is not null) is { } taken)
        {
            throw new ArgumentException($"The column '{taken}' has the name of a value of backbone '{backbone.Name}': rename it by CopyColumns and DropColumns.", nameof(input));
        }

        var parts = new List<ITransformer>();
        var schema = input.Schema;
        void Add(ITransformer part)
        {
            parts.Add(part);
            schema = part.GetOutputSchema(schema);
        }

        var (image, resized) = (_input, _output + ".Resized");
        if (column.Type is TextDataViewType)
        {
            image = _output + ".Image";
            Add(_context.Transforms.LoadImages(image, imageFolder: null, _input).Fit(new EmptyDataView(schema)));
        }

        Add(_context.Transforms.ResizeImages(resized, size.Width, size.Height, image, ImageResizingEstimator.ResizingKind.IsoPad).Fit(new EmptyDataView(schema)));
        foreach (var part in BackboneRuntimes.Find(_featurizer, backbone).Create(_context, backbone, _featurizer, size, resized, schema))
        {
            Add(part);
        }

        var grid = new GridEmbedding(layers, _embedding).ToOnnx(_output);
        Add(_context.ApplyOnnxBytes([_output], [.. layers.Select(l => l.Name)], grid).Fit(new EmptyDataView(schema)));

        // What lies in between is nobody's business, and large.
        string[] between = image == _input ? [resized, .. own] : [image, resized, .. own];
        Add(_context.Transforms.DropColumns([.. between.Where(n => schema.GetColumnOrNull(n) is not null)]).Fit(new EmptyDataView(schema)));
        return new TransformerChain<ITransformer>([.. parts]);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        // SchemaShape.Column cannot be made outside ML.NET; a mapping that never runs lends one.
        var output = SchemaDefinition.Create(typeof(Embedding));
        output[nameof(Embedding.Values)].ColumnName = _output;
        return _context.Transforms.CustomMapping<Nothing, Embedding>((_, _) => { }, contractName: null, outputSchemaDefinition: output).GetOutputSchema(inputSchema);
    }

    private static double AspectRatio(IDataView input, DataViewSchema.Column column)
    {
        if (column.Type is TextDataViewType)
        {
            return PhotoFacts.MedianAspectRatio(new PhotoLedger().Read([.. input.GetColumn<string>(column)]));
        }

        if (column.Type is not ImageDataViewType)
        {
            throw new ArgumentException($"Column '{column.Name}' is {column.Type}; photos are paths (text) or pictures (MLImage).");
        }

        double[] ratios = [.. input.GetColumn<MLImage>(column).Where(i => i is not null).Select(i => (double)i.Width / i.Height).Order()];
        return ratios.Length == 0 ? 1 : ratios[ratios.Length / 2];
    }

    private sealed class Nothing;

    private sealed class Embedding
    {
        [VectorType(1, 1, 1)]
        public float[] Values { get; set; } = [];
    }
}
