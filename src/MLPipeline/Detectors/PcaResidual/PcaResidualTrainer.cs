using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>
/// Exact principal component analysis of the good embeddings; the score is the squared length of what the kept
/// components cannot explain: |r|^2 with r = d - V'V d and d = x - mean.
/// </summary>
/// <remarks>
/// Source: the feature reconstruction error of DFM (Ahuja et al. 2019) and the observation of Rippel et al. 2020 that the
/// signal lies in the components of low variance. The residual is not divided by |d|^2, as ML.NET's RandomizedPca does.
/// </remarks>
public sealed class PcaResidualTrainer : DetectorTrainer
{
    private readonly PcaResidualOptions _options;

    internal PcaResidualTrainer(MLContext context, PcaResidualOptions options, string featureColumnName)
        : base(context, featureColumnName) => _options = OptionCheck.Valid(options, "detector");

    /// <inheritdoc/>
    public override bool HasMap => false;

    /// <inheritdoc/>
    protected override byte[] BuildHead(GoodRows rows)
    {
        var axes = PrincipalAxes.Of(rows.ToArrays());
        var d = rows.Shape.Length;

        // With every direction kept nothing would be left to score.
        var rank = Math.Min(axes.RankFor(_options.Variance), d - 1);
        var graph = new OnnxGraph("pca-residual");
        var features = FlatInput(graph, rows.Shape);
        var residual = graph.Sub(features, graph.Constant(axes.Mean, 1, d));
        if (rank > 0)
        {
            var kept = graph.HalfConstant(axes.Axes.AsSpan(0, rank * d), rank, d);
            var projected = graph.MatMul(residual, graph.Transpose(kept, 1, 0));
            residual = graph.Sub(residual, graph.MatMul(projected, kept));
        }

        graph.Output(ColumnNames.Score, graph.SumOfSquares(residual, 1), 1);
        return graph.ToBytes();
    }
}
