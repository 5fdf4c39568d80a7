using Microsoft.ML;
using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>
/// One Gaussian over the good embeddings with a covariance shrunk by Ledoit and Wolf; the score is the Mahalanobis
/// distance to its mean (Rippel et al. 2020).
/// </summary>
/// <remarks>
/// The shrunk covariance is (1 - s) S + s m I with S the sample covariance (divisor n) and m its mean eigenvalue.
/// In the eigenvectors u of S with eigenvalues l the squared distance of d = x - mean is the sum over the axes of
/// (u.d)^2 / ((1 - s) l + s m), plus what remains of |d|^2 divided by s m: exact, and cheap when dimensions outnumber
/// photos.
/// </remarks>
public sealed class MahalanobisTrainer : DetectorTrainer
{
    internal MahalanobisTrainer(MLContext context, string featureColumnName)
        : base(context, featureColumnName)
    {
    }

    /// <inheritdoc/>
    public override bool HasMap => false;

    /// <inheritdoc/>
    protected override byte[] BuildHead(GoodRows rows)
    {
        var values = rows.ToArrays();
        var axes = PrincipalAxes.Of(values);
        var d = rows.Shape.Length;
        var n = values.Length;
        var shrinkage = LedoitWolf.Shrinkage(values, axes);

        // Variances have divisor n - 1, the formula wants n.
        var scale = (n - 1.0) / n;
        var floor = shrinkage * axes.TotalVariance * scale / d;
        floor = Math.Max(floor, Math.Max(axes.TotalVariance / d * 1e-6, 1e-12));

        var graph = new OnnxGraph("mahalanobis");
        var features = FlatInput(graph, rows.Shape);
        var offset = graph.Sub(features, graph.Constant(axes.Mean, 1, d));
        var rank = axes.Variances.Length;
        graph.Output(ColumnNames.Score, graph.Root(rank == 0
            ? Outside(graph, offset, floor)
            : graph.Add(Inside(graph, offset, axes, shrinkage, scale, floor, out var rest), Outside(graph, rest, floor))), 1);
        return graph.ToBytes();
    }

    private static string Outside(OnnxGraph graph, string rest, double floor) =>
        graph.Mul(graph.SumOfSquares(rest, 1), graph.Scalar((float)(1 / floor)));

    /// <summary>The squared distance along the axes, and what of the offset is not along them.</summary>
    private static string Inside(
        OnnxGraph graph, string offset, PrincipalAxes axes, double shrinkage, double scale, double floor, out string rest)
    {
        var rank = axes.Variances.Length;
        var kept = graph.Constant(axes.Axes, rank, axes.Mean.Length);
        var projected = graph.MatMul(offset, graph.Transpose(kept, 1, 0));
        rest = graph.Sub(offset, graph.MatMul(projected, kept));
        var weights = axes.Variances.Select(v => (float)(1 / Math.Sqrt(((1 - shrinkage) * v * scale) + floor))).ToArray();
        return graph.SumOfSquares(graph.Mul(projected, graph.Constant(weights, 1, rank)), 1);
    }
}
