using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>
/// A Gaussian per grid position over the good photos, kept as its mean, its largest eigenvalues with their
/// eigenvectors, and a noise floor for all other directions.
/// </summary>
/// <remarks>
/// The squared distance of d = x - mean is (|d|^2 - sum over the kept l/(l+e) (u.d)^2) / e: exactly the Mahalanobis
/// distance under the covariance U diag(l) U' + e I. It follows PaDiM (Defard et al. 2020), with the low rank in place
/// of random channels. The floor e is a share of the mean variance over the whole category, so quiet positions are not
/// blown up. The head stores U as float16, already scaled by sqrt(l/(l+e)).
/// </remarks>
public sealed class PatchGaussianTrainer : DetectorTrainer
{
    private readonly PatchGaussianOptions _options;

    internal PatchGaussianTrainer(MLContext context, PatchGaussianOptions options, string featureColumnName)
        : base(context, featureColumnName) => _options = OptionCheck.Valid(options, "detector");

    /// <inheritdoc/>
    public override bool HasMap => true;

    /// <inheritdoc/>
    protected override byte[] BuildHead(GoodRows rows)
    {
        var cells = new PatchMoments(rows).Decompose(_options.Rank);
        var (positions, channels, rank) = (rows.Shape.Positions, rows.Shape.Channels, cells.Rank);
        var floor = NoiseFloor(cells, channels);

        var graph = new OnnxGraph("patch-gaussian");
        var features = graph.Input(FeatureColumnName, rows.Shape.Rows, rows.Shape.Columns, channels);
        var offset = graph.Sub(graph.Reshape(features, positions, channels), graph.Constant(cells.Mean, positions, channels));
        var distance = graph.SumOfSquares(offset, 1);
        if (rank > 0)
        {
            var axes = graph.HalfConstant(ScaledAxes(cells, channels, floor), positions, channels, rank);
            var projected = graph.MatMul(graph.Reshape(offset, positions, 1, channels), axes);
            distance = graph.Sub(distance, graph.Reshape(graph.SumOfSquares(projected, 2), positions));
        }

        var map = graph.Mul(distance, graph.Scalar((float)(1 / floor)));
        graph.Output(ColumnNames.AnomalyMap, graph.Reshape(map, rows.Shape.Rows, rows.Shape.Columns), rows.Shape.Rows, rows.Shape.Columns);
        graph.Output(ColumnNames.Score, graph.TopShareMean(map, positions, _options.TopShare), 1);
        return graph.ToBytes();
    }

    private double NoiseFloor(PatchMoments.Cells cells, int channels)
    {
        var meanVariance = cells.TotalVariance.Sum() / ((double)cells.TotalVariance.Length * channels);

        // Photos that are all alike have no variance; the distance then stays finite.
        return Math.Max(_options.NoiseFloor * meanVariance, 1e-9);
    }

    /// <summary>From rank x channels per position to channels x rank, each axis times sqrt(l / (l + e)).</summary>
    private static float[] ScaledAxes(PatchMoments.Cells cells, int channels, double floor)
    {
        var rank = cells.Rank;
        var scaled = new float[cells.Axes.Length];
        Parallel.For(0, cells.TotalVariance.Length, p =>
        {
            var block = p * rank * channels;
            for (var k = 0; k < rank; k++)
            {
                var variance = cells.Variances[(p * rank) + k];
                var weight = (float)Math.Sqrt(variance / (variance + floor));
                for (var c = 0; c < channels; c++)
                {
                    scaled[block + (c * rank) + k] = weight * cells.Axes[block + (k * channels) + c];
                }
            }
        });
        return scaled;
    }
}
