using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Featurization;
using MLPipeline.Pipelines;

namespace MLPipeline.Models;

/// <summary>The photos of one category as one member of the pipeline sees them: layers in the store, embeddings.</summary>
public sealed class MemberData : IDisposable
{
    private MemberData(MemberOptions options, Featurizer featurizer, PhotoFeatures features, EmbeddingSet embeddings)
    {
        Options = options;
        Featurizer = featurizer;
        Features = features;
        Embeddings = embeddings;
    }

    /// <summary>The member.</summary>
    public MemberOptions Options { get; }

    /// <summary>The chain from path to layers.</summary>
    public Featurizer Featurizer { get; }

    /// <summary>The layers of all photos of the category.</summary>
    public PhotoFeatures Features { get; }

    /// <summary>The embeddings of those photos that could be read.</summary>
    public EmbeddingSet Embeddings { get; }

    /// <summary>Featurizes and embeds the photos of a category.</summary>
    /// <param name="context">The context.</param>
    /// <param name="options">The member.</param>
    /// <param name="aspectRatio">Width divided by height of the category's photos.</param>
    /// <param name="store">Where layers are kept.</param>
    /// <param name="photos">All photos, of all splits.</param>
    /// <param name="stage">Is advanced by one per photo.</param>
    /// <param name="cancel">Ends the work.</param>
    public static MemberData Make(
        MLContext context, MemberOptions options, double aspectRatio, FeatureStore store, IReadOnlyList<PhotoFacts> photos,
        IStage stage, CancellationToken cancel)
    {
        var featurizer = new Featurizer(context, options.Featurizer, InputSize.Of(options.Featurizer.Size, aspectRatio));
        var features = PhotoFeatures.Make(context, featurizer, store, photos, () => stage.Advance(), cancel);
        var readable = Enumerable.Range(0, photos.Count).Where(i => features.Errors[i] is null).ToArray();
        return new(options, featurizer, features, new(context, features, featurizer.Layers, options.Embedding, readable));
    }

    /// <summary>Closes the stored layers and the sessions of the chain: models that were built from it must be saved before.</summary>
    public void Dispose()
    {
        Features.Dispose();
        Embeddings.Dispose();
        Featurizer.Dispose();
    }
}
