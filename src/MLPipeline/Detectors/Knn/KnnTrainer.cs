using System.Numerics.Tensors;
using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>
/// The mean distance to the nearest good embeddings, as in DN2 (Bergman et al. 2020) and the image level of SPADE
/// (Cohen and Hoshen 2020).
/// </summary>
/// <remarks>
/// The cosine distance 1 - cos is computed as half the squared distance of the vectors scaled to length one. The head
/// holds all good embeddings as float16, relative to their mean. A vector of zeros has no direction; it counts as
/// being at distance one half from every other.
/// </remarks>
public sealed class KnnTrainer : DetectorTrainer
{
    private const float SmallestLength = 1e-12f;

    private readonly KnnOptions _options;

    internal KnnTrainer(MLContext context, KnnOptions options, string featureColumnName)
        : base(context, featureColumnName) => _options = OptionCheck.Valid(options, "detector");

    /// <inheritdoc/>
    public override bool HasMap => false;

    private bool IsCosine => _options.Distance == Distance.Cosine;

    /// <inheritdoc/>
    protected override byte[] BuildHead(GoodRows rows)
    {
        var d = rows.Shape.Length;
        var bank = rows.ToArrays();
        if (IsCosine)
        {
            foreach (var row in bank)
            {
                TensorPrimitives.Divide(row, Math.Max(SmallestLength, TensorPrimitives.Norm<float>(row)), row);
            }
        }

        var mean = Moments.Mean(bank);
        var graph = new OnnxGraph("knn");
        var features = FlatInput(graph, rows.Shape);
        if (IsCosine)
        {
            var length = graph.Node("Max", [graph.Root(graph.SumOfSquares(features, 1)), graph.Scalar(SmallestLength)]);
            features = graph.Node("Div", [features, graph.Reshape(length, 1, 1)]);
        }

        var squared = graph.SquaredDistances(
            graph.Sub(features, graph.Constant(mean, 1, d)), 1, Moments.Centred(bank, mean), bank.Length, d);
        var nearest = graph.Top(squared, Math.Min(_options.Neighbours, bank.Length), largest: false);
        var distances = IsCosine
            ? graph.Mul(graph.Node("Relu", [nearest]), graph.Scalar(0.5f))
            : graph.Root(nearest);
        graph.Output(ColumnNames.Score, graph.Mean(distances, 1), 1);
        return graph.ToBytes();
    }
}
