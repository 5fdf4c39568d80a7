using System.Numerics.Tensors;
using MLPipeline.Compute;
using MLPipeline.Featurization;

namespace MLPipeline.Models;

/// <summary>
/// What known defects taught, as a small graph behind a member's detector: <c>Features</c> and <c>AnomalyMap</c> to
/// <see cref="ColumnNames.Known"/>, which the whole score adds, and the similarity to each kind of which enough are known.
/// </summary>
internal static class KnownHead
{
    /// <summary>Writes the graph.</summary>
    /// <param name="shape">The member's embeddings.</param>
    /// <param name="good">How good photos deviate.</param>
    /// <param name="direction">The direction.</param>
    /// <param name="weight">What t is multiplied by.</param>
    /// <param name="kinds">For each kind of which the similarity is told, the mean deviation of its defects.</param>
    public static byte[] Build(FeatureShape shape, GoodDeviations good, KnownDirection direction, double weight, IReadOnlyList<float[]> kinds)
    {
        var cells = good.Cells;
        var graph = new OnnxGraph("known-defects");
        var features = graph.Reshape(graph.Input(ColumnNames.Features, shape.Rows, shape.Columns, shape.Channels), shape.Positions, shape.Channels);
        var map = graph.Reshape(graph.Input(ColumnNames.AnomalyMap, shape.Rows, shape.Columns), shape.Positions);
        var top = graph.TopPlaces(graph.Mul(map, graph.Constant(cells.MapFactors, shape.Positions)), cells.Count);
        var offset = graph.Node("Gather", [graph.Sub(features, graph.Constant(good.Mean, shape.Positions, shape.Channels)), top]);
        var scale = graph.Reshape(graph.Node("Gather", [graph.Constant(cells.Scales, shape.Positions), top]), cells.Count, 1);
        var deviation = graph.Mean(graph.Mul(offset, scale), 0);

        var along = graph.Reshape(graph.MatMul(deviation, graph.Constant(direction.Weights, shape.Channels, 1)), 1);
        var known = graph.Mul(graph.Sub(along, graph.Scalar((float)direction.Center)), graph.Scalar((float)(weight / direction.Scale)));
        graph.Output(ColumnNames.Known, graph.Node("Relu", [known]), 1);
        if (kinds.Count > 0)
        {
            var centred = graph.Sub(deviation, graph.Constant(good.Center, shape.Channels));
            var length = graph.Root(graph.SumOfSquares(centred, 0));
            var products = graph.MatMul(centred, graph.Constant(UnitColumns(kinds, good.Center), shape.Channels, kinds.Count));
            graph.Output(ColumnNames.KindSimilarity, graph.Node("Div", [products, graph.Add(length, graph.Scalar(1e-12f))]), kinds.Count);
        }

        return graph.ToBytes();
    }

    /// <summary>The columns that the graph gives.</summary>
    public static string[] Outputs(int kinds) => kinds > 0 ? [ColumnNames.Known, ColumnNames.KindSimilarity] : [ColumnNames.Known];

    private static float[] UnitColumns(IReadOnlyList<float[]> kinds, float[] center)
    {
        var columns = new float[center.Length * kinds.Count];
        for (var k = 0; k < kinds.Count; k++)
        {
            var unit = new float[center.Length];
            TensorPrimitives.Subtract(kinds[k], center, unit);
            TensorPrimitives.Divide(unit, Math.Max(TensorPrimitives.Norm<float>(unit), 1e-12f), unit);
            for (var c = 0; c < center.Length; c++)
            {
                columns[(c * kinds.Count) + k] = unit[c];
            }
        }

        return columns;
    }
}
