using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>
/// Predicts each cell's deeper channels from its shallower ones and from the cells around it, by one ridge regression for
/// all cells; the anomaly is the Mahalanobis distance of what the prediction leaves. The relation holds wherever a cell
/// lies, so it also serves where the object moves.
/// </summary>
/// <remarks>
/// With x = [shallow, mean of the deep channels around] and y = the deep channels, both relative to their means, the residual is
/// y - B'x (<see cref="RidgeRegression"/>). In the eigenvectors u of its covariance with eigenvalues l the squared distance is the
/// sum of (u.r)^2 / (l + e), e a share of the mean eigenvalue. All of it is one matrix product in the head.
/// </remarks>
public sealed class FeaturePredictionTrainer : DetectorTrainer
{
    private readonly FeaturePredictionOptions _options;

    internal FeaturePredictionTrainer(MLContext context, FeaturePredictionOptions options, string featureColumnName)
        : base(context, featureColumnName) => _options = OptionCheck.Valid(options, "detector");

    /// <inheritdoc/>
    public override bool HasMap => true;

    /// <inheritdoc/>
    protected override byte[] BuildHead(GoodRows rows)
    {
        var shape = rows.Shape;
        var shallow = _options.ShallowChannels ?? shape.Channels / 2;
        if (shallow >= shape.Channels)
        {
            throw new InvalidOperationException(
                $"feature-prediction: shallow_channels is {shallow}, but photos have {shape.Channels} channels in each cell; it must be smaller, so that some are left to predict.");
        }

        var context = new CellContext(shape, shallow, _options.Radius);
        var moments = new RunningCovariance(context.Inputs + context.Targets);
        rows.ForEach((_, row) => context.Add(row, moments));
        var regression = RidgeRegression.Of(moments.Covariance(), context.Inputs, _options.Ridge);

        var graph = new OnnxGraph("feature-prediction");
        var features = graph.Input(FeatureColumnName, shape.Rows, shape.Columns, shape.Channels);
        var length = context.Inputs + context.Targets;
        var offset = graph.Sub(context.Vectors(graph, features), graph.Constant(moments.Mean(), 1, length));
        var whitened = graph.MatMul(offset, graph.Constant(Residual(regression, context), length, context.Targets));
        var map = graph.SumOfSquares(whitened, 1);
        graph.Output(ColumnNames.AnomalyMap, graph.Reshape(map, shape.Rows, shape.Columns), shape.Rows, shape.Columns);
        graph.Output(ColumnNames.Score, graph.TopShareMean(map, shape.Positions, _options.TopShare), 1);
        return graph.ToBytes();
    }

    /// <summary>From an offset of inputs and targets to the whitened residual: [-B; I] U / sqrt(l + e).</summary>
    private float[] Residual(RidgeRegression regression, CellContext context)
    {
        var (inputs, targets) = (context.Inputs, context.Targets);
        var (values, vectors) = SymmetricEigen.Of(regression.ResidualCovariance, targets);

        // Photos that are all alike leave no residual; the distance then stays finite.
        var floor = Math.Max(_options.NoiseFloor * values.Sum() / targets, 1e-9);
        var whitening = new float[targets * targets];
        for (var k = 0; k < targets; k++)
        {
            var scale = 1 / Math.Sqrt(Math.Max(0, values[k]) + floor);
            for (var i = 0; i < targets; i++)
            {
                whitening[(i * targets) + k] = (float)(scale * vectors[(k * targets) + i]);
            }
        }

        var product = new float[(inputs + targets) * targets];
        whitening.CopyTo(product, inputs * targets);
        if (inputs > 0)
        {
            MatrixProduct.Multiply(Array.ConvertAll(regression.Weights, w => (float)-w), whitening, product, inputs, targets, targets);
        }

        return product;
    }
}
