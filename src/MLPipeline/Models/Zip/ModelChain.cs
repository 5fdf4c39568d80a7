using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;
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

    /// <summary>
    /// A chain of version 0.1.0 with the threshold of today: it ended in an expression, whose text ML.NET reads by the rules of the
    /// country, and gave score and label as vectors of one. Other chains stay as they are.
    /// </summary>
    internal static TransformerChain<ITransformer> WithThreshold(MLContext context, TransformerChain<ITransformer> chain, float threshold) =>
        chain.LastTransformer is ExpressionTransformer ? new([.. chain.SkipLast(1), Threshold(context, threshold)]) : chain;

    /// <summary>
    /// From the head's vector of one to the score as a number, bit by bit the same, and the label: a linear model with weight 1 and
    /// bias 0. It is stock ML.NET, has no text in it, and its threshold can be moved by <c>ChangeModelThreshold</c>.
    /// </summary>
    internal static BinaryPredictionTransformer<LinearBinaryModelParameters> Threshold(MLContext context, float threshold)
    {
        // A perceptron from weight 0, bias 0: (1, true) is a mistake and makes both 1, (0, false) is one and makes the bias 0 again.
        var rows = context.Data.LoadFromEnumerable<ScoreRow>([new() { Score = [1], Label = true }, new() { Score = [0], Label = false }]);
        var identity = context.BinaryClassification.Trainers.AveragedPerceptron(new AveragedPerceptronTrainer.Options
        {
            FeatureColumnName = ColumnNames.Score,
            LabelColumnName = nameof(ScoreRow.Label),
            NumberOfIterations = 1,
            LearningRate = 1,
            Averaged = false,
            Shuffle = false,
        }).Fit(rows);
        return identity.Model is { Weights: [1f], Bias: 0f }
            ? context.BinaryClassification.ChangeModelThreshold(identity, threshold)
            : throw new InvalidOperationException("ML.NET's perceptron has not learned the identity.");
    }

    private sealed class ScoreRow
    {
        [VectorType(1)]
        public float[] Score { get; set; } = [];

        public bool Label { get; set; }
    }
}
