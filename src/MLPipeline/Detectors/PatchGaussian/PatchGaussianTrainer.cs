using System.Numerics.Tensors;
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
/// of random channels. All cells go through a <see cref="CommonWhitening"/> first. The floor e is a share of the mean variance over
/// the whole category, so quiet positions are not
/// blown up. The head stores U as float16, already scaled by sqrt(l/(l+e)). The score is the mean of the largest distances
/// after <see cref="CellCalibration"/>.
/// </remarks>
public sealed class PatchGaussianTrainer : DetectorTrainer, ICalibrated
{
    private const int OwnFolds = 5;

    private readonly PatchGaussianOptions _options;

    internal PatchGaussianTrainer(MLContext context, PatchGaussianOptions options, string featureColumnName)
        : base(context, featureColumnName) => _options = OptionCheck.Valid(options, "detector");

    /// <inheritdoc/>
    public override bool HasMap => true;

    /// <inheritdoc/>
    bool ICalibrated.Calibrates => _options.Calibrate;

    /// <inheritdoc/>
    double ICalibrated.TopShare => _options.TopShare;

    /// <inheritdoc/>
    float[][] ICalibrated.OutOfFoldMaps(IDataView good, IReadOnlyList<int> folds, Action? advance, CancellationToken cancel) =>
        PatchFolds.Maps(new(good, FeatureColumnName), folds, _options, advance, cancel);

    /// <inheritdoc/>
    ITransformer ICalibrated.Fit(IDataView good, CellCalibration? calibration) =>
        Head(BuildHead(new(good, FeatureColumnName), calibration)).Fit(good);

    /// <summary>The variance outside the kept axes, from the mean variance of a channel.</summary>
    internal static double NoiseFloor(PatchGaussianOptions options, double meanVariance) =>

        // Photos that are all alike have no variance; the distance then stays finite.
        Math.Max(options.NoiseFloor * meanVariance, 1e-9);

    /// <inheritdoc/>
    protected override byte[] BuildHead(GoodRows rows) => BuildHead(rows, _options.Calibrate ? OwnCalibration(rows) : null);

    private byte[] BuildHead(GoodRows rows, CellCalibration? calibration)
    {
        var whitening = CommonWhitening.Learn(rows, _options.Whitening);
        var cells = new PatchMoments(rows, whitening).Decompose(_options.Rank);
        var (positions, channels, rank) = (rows.Shape.Positions, rows.Shape.Channels, cells.Rank);
        var floor = NoiseFloor(_options, cells.TotalVariance.Sum() / ((double)positions * channels));

        var graph = new OnnxGraph("patch-gaussian");
        var features = graph.Input(FeatureColumnName, rows.Shape.Rows, rows.Shape.Columns, channels);
        var offset = graph.Sub(graph.Reshape(features, positions, channels), graph.Constant(whitening.Mean, positions, channels));
        if (whitening.Matrix is { } matrix)
        {
            offset = graph.MatMul(offset, graph.Constant(Transpose(matrix, channels), channels, channels));
        }

        var distance = graph.SumOfSquares(offset, 1);
        if (rank > 0)
        {
            var axes = graph.HalfConstant(ScaledAxes(cells, channels, floor), positions, channels, rank);
            var projected = graph.MatMul(graph.Reshape(offset, positions, 1, channels), axes);
            distance = graph.Sub(distance, graph.Reshape(graph.SumOfSquares(projected, 2), positions));
        }

        var distances = graph.Mul(distance, graph.Scalar((float)(1 / floor)));
        var (map, score) = (distances, distances);
        if (calibration is not null)
        {
            float[] factors = [.. calibration.Factors];
            map = graph.Mul(distances, graph.Constant([.. factors.Select(MathF.Sqrt)], positions));
            score = graph.Mul(distances, graph.Constant(factors, positions));
        }

        graph.Output(ColumnNames.AnomalyMap, graph.Reshape(map, rows.Shape.Rows, rows.Shape.Columns), rows.Shape.Rows, rows.Shape.Columns);
        graph.Output(ColumnNames.Score, graph.TopShareMean(score, positions, _options.TopShare), 1);
        return graph.ToBytes();
    }

    /// <summary>
    /// For whoever fits the trainer on its own: a pipeline brings the calibration of its cross-fitting. The folds go by what the
    /// photos hold, so that their order changes nothing.
    /// </summary>
    private CellCalibration? OwnCalibration(GoodRows rows)
    {
        var sums = new List<float>();
        rows.ForEach((_, row) => sums.Add(TensorPrimitives.Sum(row)));
        var folds = new int[sums.Count];
        foreach (var (rank, i) in Enumerable.Range(0, sums.Count).OrderBy(i => sums[i]).Index())
        {
            folds[i] = rank % OwnFolds;
        }

        return sums.Count < OwnFolds ? null : CellCalibration.Of(PatchFolds.Maps(rows, folds, _options));
    }

    private static float[] Transpose(float[] matrix, int n) =>
        [.. Enumerable.Range(0, n * n).Select(i => matrix[(i % n * n) + (i / n)])];

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
