using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>
/// Several Gaussians over the good embeddings, fitted by expectation maximisation (Dempster et al. 1977) from a k-means++
/// start. The score is the negative log-likelihood above the lowest that any photo could have.
/// </summary>
/// <remarks>
/// The Gaussians live in the principal axes of all good photos; the directions outside share one variance e, the mean of
/// what the axes leave and at least the noise floor. With y the coordinates of x and r its distance to the axes' subspace
/// the score is |r|^2 / 2e - log sum over k of c_k exp(-(y - m_k)' S_k^-1 (y - m_k) / 2), where c_k is in proportion to
/// w_k / sqrt|S_k| and sums to one. So it is never negative, and with one component it is half the squared Mahalanobis distance.
/// </remarks>
public sealed class GaussianMixtureTrainer : DetectorTrainer
{
    private const int DefaultSeed = 42;

    private readonly GaussianMixtureOptions _options;

    internal GaussianMixtureTrainer(MLContext context, GaussianMixtureOptions options, string featureColumnName)
        : base(context, featureColumnName) => _options = OptionCheck.Valid(options, "detector");

    /// <inheritdoc/>
    public override bool HasMap => false;

    /// <inheritdoc/>
    protected override byte[] BuildHead(GoodRows rows)
    {
        var values = rows.ToArrays();
        var axes = PrincipalAxes.Of(values);
        var (d, rank) = (rows.Shape.Length, Math.Min(_options.Rank, axes.Variances.Length));
        var floor = Math.Max(_options.NoiseFloor * axes.TotalVariance / d, 1e-9);
        var left = axes.TotalVariance - axes.Variances.Take(rank).Sum();
        var outside = Math.Max(floor, rank < d ? left / (d - rank) : 0);

        var graph = new OnnxGraph("gaussian-mixture");
        var offset = graph.Sub(FlatInput(graph, rows.Shape), graph.Constant(axes.Mean, 1, d));
        if (rank == 0)
        {
            graph.Output(ColumnNames.Score, graph.Mul(graph.SumOfSquares(offset, 1), graph.Scalar((float)(0.5 / outside))), 1);
            return graph.ToBytes();
        }

        var kept = graph.Constant(axes.Axes.AsSpan(0, rank * d), rank, d);
        var inside = graph.MatMul(offset, graph.Transpose(kept, 1, 0));
        var rest = graph.SumOfSquares(graph.Sub(offset, graph.MatMul(inside, kept)), 1);
        var mixture = Mixture.Fit(
            Coordinates(values, axes, rank), Math.Min(_options.Components, values.Length), _options.Shrinkage, floor, _options.Seed ?? DefaultSeed);
        var score = graph.Sub(
            graph.Mul(rest, graph.Scalar((float)(0.5 / outside))), graph.LogSumExp(Exponents(graph, inside, mixture, rank), 1));
        graph.Output(ColumnNames.Score, graph.Node("Relu", [score]), 1);
        return graph.ToBytes();
    }

    /// <summary>log c_k - (y - m_k)' S_k^-1 (y - m_k) / 2 for every component: 1 x k.</summary>
    private static string Exponents(OnnxGraph graph, string inside, Mixture mixture, int rank)
    {
        var count = mixture.Components.Count;
        var means = graph.Constant([.. mixture.Components.SelectMany(c => c.Mean).Select(v => (float)v)], count, 1, rank);

        // Stored transposed, so that a row vector times it is the whitened row.
        var whitening = graph.Constant(
            [.. mixture.Components.SelectMany(c => c.Whitening.ToColumnMajorArray()).Select(v => (float)v)], count, rank, rank);
        var whitened = graph.MatMul(graph.Sub(graph.Reshape(inside, 1, 1, rank), means), whitening);
        var squared = graph.Reshape(graph.SumOfSquares(whitened, 2), 1, count);
        var logs = mixture.Components.Select(c => c.LogScale).ToArray();
        var sum = Mixture.LogSumExp(logs);
        return graph.Add(
            graph.Mul(squared, graph.Scalar(-0.5f)), graph.Constant([.. logs.Select(l => (float)(l - sum))], 1, count));
    }

    private static double[][] Coordinates(float[][] values, PrincipalAxes axes, int rank)
    {
        var d = axes.Mean.Length;
        var projected = new float[values.Length * rank];
        MatrixProduct.Multiply(Moments.Centred(values, axes.Mean), axes.Axes, projected, values.Length, d, rank, transposeRight: true);
        return [.. projected.Chunk(rank).Select(row => row.Select(v => (double)v).ToArray())];
    }
}
