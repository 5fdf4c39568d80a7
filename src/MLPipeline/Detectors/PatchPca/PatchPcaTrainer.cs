using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>
/// One principal component analysis over the patches of all positions of all good photos; a position's anomaly is the
/// squared length of what the kept components cannot explain.
/// </summary>
/// <remarks>
/// The residual |d - V'V d|^2, d = x - mean, is that of DFM (Ahuja et al. 2019), taken per position as SubspaceAD does.
/// A patch may be good anywhere, so position does not matter, unlike in <see cref="PatchGaussianTrainer"/>. Memory while
/// fitting is channels x channels, whatever the number of photos.
/// </remarks>
public sealed class PatchPcaTrainer : DetectorTrainer
{
    private readonly PatchPcaOptions _options;

    internal PatchPcaTrainer(MLContext context, PatchPcaOptions options, string featureColumnName)
        : base(context, featureColumnName) => _options = OptionCheck.Valid(options, "detector");

    /// <inheritdoc/>
    public override bool HasMap => true;

    /// <inheritdoc/>
    protected override byte[] BuildHead(GoodRows rows)
    {
        var (positions, channels) = (rows.Shape.Positions, rows.Shape.Channels);
        var moments = new RunningCovariance(channels);
        rows.ForEach((_, row) =>
        {
            for (var p = 0; p < positions; p++)
            {
                moments.Add(row.Slice(p * channels, channels));
            }
        });
        var axes = PrincipalAxes.OfCovariance(moments.Mean(), moments.Covariance());

        // With every direction kept nothing would be left to score.
        var rank = Math.Min(axes.RankFor(_options.Variance), channels - 1);

        var graph = new OnnxGraph("patch-pca");
        var input = graph.Input(FeatureColumnName, rows.Shape.Rows, rows.Shape.Columns, channels);
        var residual = graph.Sub(graph.Reshape(input, positions, channels), graph.Constant(axes.Mean, 1, channels));
        if (rank > 0)
        {
            var kept = graph.HalfConstant(axes.Axes.AsSpan(0, rank * channels), rank, channels);
            var projected = graph.MatMul(residual, graph.Transpose(kept, 1, 0));
            residual = graph.Sub(residual, graph.MatMul(projected, kept));
        }

        var map = graph.SumOfSquares(residual, 1);
        graph.Output(ColumnNames.AnomalyMap, graph.Reshape(map, rows.Shape.Rows, rows.Shape.Columns), rows.Shape.Rows, rows.Shape.Columns);
        graph.Output(ColumnNames.Score, graph.TopShareMean(map, positions, _options.TopShare), 1);
        return graph.ToBytes();
    }
}
