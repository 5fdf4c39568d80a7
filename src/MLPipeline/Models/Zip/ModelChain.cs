using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLPipeline.Compute;

namespace MLPipeline.Models;

/// <summary>Puts the parts of a trained detector together: from the path of a photo to its score and label.</summary>
public static class ModelChain
{
    /// <summary>
    /// Builds the chain: load once, then per member resize, backbone, embedding and detector, then the threshold. A member that
    /// follows one of the same network reads the layers that are there.
    /// </summary>
    public static TransformerChain<ITransformer> Build(
        MLContext context, IReadOnlyList<Member> members, Ensemble ensemble, float threshold)
    {
        var parts = ensemble.Chain(context, i => i > 0 && members[i].Featurizer == members[i - 1].Featurizer
            ? [members[i].Embeddings.Transformer]
            : [.. members[i].Featurizer.FromImage, members[i].Embeddings.Transformer]);
        return new([members[0].Featurizer.Loader, .. parts, Threshold(context, threshold)]);
    }

    /// <summary>The same chain for a service that has its photos in memory: the input is an MLImage column <c>Image</c>.</summary>
    public static TransformerChain<ITransformer> FromImage(LoadedModel model) => new([.. model.Parts.Skip(1)]);

    /// <summary>The limit as an expression whose literal stands in the zip.</summary>
    private static ITransformer Threshold(MLContext context, float threshold)
    {
        var literal = threshold.ToString("R", CultureInfo.InvariantCulture) + "f";
        var scores = new VectorView([(ColumnNames.Score, [1])], [], (_, _, _) => { });
        return context.Transforms.Expression(ColumnNames.PredictedLabel, $"(s) => s > {literal}", ColumnNames.Score).Fit(scores);
    }
}
