using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLPipeline.Basics;
using MLPipeline.Compute;

namespace MLPipeline.Featurization;

/// <summary>
/// The ML.NET chain from the path of a photo to the layers of a backbone: load, resize, extract pixels, run the network.
/// The transformers of this chain are the ones that a model zip holds.
/// </summary>
public sealed class Featurizer : IDisposable
{
    private const string ResizedColumn = "ResizedImage";

    /// <summary>Builds the chain.</summary>
    /// <param name="context">The context; see <see cref="OnnxContext"/>.</param>
    /// <param name="options">Backbone, layers, runtime.</param>
    /// <param name="size">The size that photos are resized to.</param>
    /// <exception cref="OptionException">A value is not allowed.</exception>
    /// <exception cref="ArgumentException">The backbone has no such layer, or the runtime is not built in.</exception>
    /// <exception cref="FileNotFoundException">There is no such backbone.</exception>
    /// <exception cref="InvalidDataException">The backbone's files are not what its manifest says; the message names it.</exception>
    public Featurizer(MLContext context, FeaturizerOptions options, InputSize size)
    {
        OptionCheck.Valid(options, "featurizer");
        Backbone = BackboneCatalog.Find(options.Backbone);
        Runtime = BackboneRuntimes.Find(options, Backbone);
        Size = size;
        Layers = [.. options.Layers.Select(Backbone.Layer).Select(l => (l.Name, l.ShapeFor(size)))];
        Identity = ChainIdentity.Of(options, size);

        var paths = EmptyDataView.Of((ColumnNames.ImagePath, TextDataViewType.Instance));
        Loader = context.Transforms.LoadImages(ColumnNames.Image, imageFolder: null, ColumnNames.ImagePath).Fit(paths);
        var images = Loader.GetOutputSchema(paths.Schema);
        var resize = context.Transforms.ResizeImages(
            ResizedColumn, size.Width, size.Height, ColumnNames.Image, ImageResizingEstimator.ResizingKind.IsoPad).Fit(new EmptyDataView(images));
        FromImage = Network(context, options, resize, resize.GetOutputSchema(images));
        Chain = new TransformerChain<ITransformer>([Loader, .. FromImage]);
    }

    private IReadOnlyList<ITransformer> Network(MLContext context, FeaturizerOptions options, ITransformer resize, DataViewSchema images)
    {
        IReadOnlyList<ITransformer> network = [];
        try
        {
            network = Runtime.Create(context, Backbone, options, Size, ResizedColumn, images);
            LayerCheck.Run(context, [resize, .. network], Size, Layers, Backbone.ManifestPath);
            return [resize, .. network];
        }
        catch (Exception error) when (IsOfTheFiles(error))
        {
            Close(network);
            throw new InvalidDataException(
                error.Message.Contains(Backbone.ManifestPath, StringComparison.Ordinal)
                    ? error.Message
                    : $"Backbone '{Backbone.Name}' of {Backbone.ManifestPath} cannot be run at {Size}: {error.GetBaseException().Message}", error);
        }
    }

    /// <summary>Whether an error needs the name of the manifest: others name what they are about, a GPU, a library, a file.</summary>
    private static bool IsOfTheFiles(Exception error) =>
        error is not (OutOfMemoryException or IOException or UnauthorizedAccessException or MLPipelineException)
        && error.GetBaseException() is not DllNotFoundException
        && !error.Message.StartsWith("featurizer.", StringComparison.Ordinal);

    /// <summary>The backbone.</summary>
    public Backbone Backbone { get; }

    /// <summary>What runs the backbone.</summary>
    public IBackboneRuntime Runtime { get; }

    /// <summary>The size that photos are resized to.</summary>
    public InputSize Size { get; }

    /// <summary>The layers with the shapes of their maps.</summary>
    public IReadOnlyList<(string Name, LayerShape Shape)> Layers { get; }

    /// <summary>The first transformer: path to photo.</summary>
    public ITransformer Loader { get; }

    /// <summary>The other transformers: photo to layers.</summary>
    public IReadOnlyList<ITransformer> FromImage { get; }

    /// <summary>All of it: path to layers.</summary>
    public ITransformer Chain { get; }

    /// <summary>What the features depend on but the photo and the layer; its key names them in the store.</summary>
    public ChainIdentity Identity { get; }

    /// <summary>Those of <see cref="Layers"/> that <paramref name="options"/> name, in their order.</summary>
    public IReadOnlyList<(string Name, LayerShape Shape)> LayersOf(FeaturizerOptions options) =>
        [.. options.Layers.Select(name => Layers.First(l => l.Name == name))];

    /// <summary>Closes the sessions of the chain: models that were built from it must be saved before.</summary>
    public void Dispose() => Close(FromImage);

    private static void Close(IReadOnlyList<ITransformer> transformers)
    {
        foreach (var transformer in transformers)
        {
            transformer.Close();
        }
    }
}
