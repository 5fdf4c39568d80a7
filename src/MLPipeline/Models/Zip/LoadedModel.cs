using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLPipeline.Models;

/// <summary>A model that was read from its zip.</summary>
public sealed class LoadedModel : IDisposable
{
    internal LoadedModel(MLContext context, ITransformer transformer, ModelMetadata metadata)
    {
        Context = context;
        Transformer = transformer;
        Metadata = metadata;
    }

    /// <summary>The context that it was loaded in.</summary>
    public MLContext Context { get; }

    /// <summary>The chain from <c>ImagePath</c> to <c>Score</c> and <c>PredictedLabel</c>.</summary>
    public ITransformer Transformer { get; }

    /// <summary>What the zip tells of itself.</summary>
    public ModelMetadata Metadata { get; }

    /// <summary>The transformers one by one.</summary>
    public IReadOnlyList<ITransformer> Parts => [.. (TransformerChain<ITransformer>)Transformer];

    /// <inheritdoc/>
    public void Dispose() => (Transformer as IDisposable)?.Dispose();
}
