using MathNet.Numerics.LinearAlgebra.Double;
using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Detectors;
using MLPipeline.Tests.Compute;

namespace MLPipeline.Tests.Detectors;

public class PatchGaussianTests
{
    private readonly MLContext _context = new(seed: 1);

    // 20 photos of 30 channels go through the Gram matrix, 150 photos through the running sums of products.
    [Theory]
    [InlineData(20, 30, 64)]
    [InlineData(20, 30, 5)]
    [InlineData(150, 30, 64)]
    [InlineData(150, 30, 5)]
    [InlineData(150, 30, 0)]
    [InlineData(150, 8, 64)]
    public void A_position_scores_its_distance_under_low_rank_plus_noise_floor(int count, int channels, int rank)
    {
        int[] shape = [2, 3, channels];
        var rows = Embeddings.Good(count, shape);
        var probe = Embeddings.Shifted(Embeddings.Good(8, shape, seed: 2), 0.2);
        var model = Fit(rows, shape, new() { Rank = rank, NoiseFloor = 0.02, Whitening = 0, Calibrate = false });
        var maps = Embeddings.Maps(model, Embeddings.View(_context, probe, shape));
        var covariances = Enumerable.Range(0, 6).Select(p => Naive.Covariance(At(rows, p, channels), lost: 1)).ToArray();
        var floor = 0.02 * covariances.Sum(c => c.Trace()) / (6 * channels);

        // The axes are float16: their rounding averages out over the channels, of which eight are few.
        var tolerance = channels > 8 ? 1e-2 : 5e-2;
        for (var p = 0; p < 6; p++)
        {
            var (values, vectors) = Naive.Eigen(covariances[p]);
            var expected = DenseMatrix.CreateDiagonal(channels, channels, floor);
            for (var k = 0; k < Math.Min(rank, Math.Min(count - 1, channels)); k++)
            {
                var axis = vectors.Column(k);
                axis.OuterProduct(axis).Multiply(values[k]).Add(expected, expected);
            }

            var inverse = expected.Inverse();
            var mean = Naive.Mean(At(rows, p, channels));
            Embeddings.AssertClose(
                At(probe, p, channels).Select(row => Naive.Offset(row, mean)).Select(d => d * inverse * d),
                maps.Select(m => m[p]),
                tolerance);
        }
    }

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.03, 1)]
    [InlineData(0.25, 4)]
    [InlineData(0.26, 5)]
    [InlineData(1.0, 16)]
    public void The_score_is_the_mean_of_the_top_share(double share, int positions)
    {
        var good = Embeddings.View(_context, Embeddings.Good(20, Embeddings.Grid), Embeddings.Grid);
        var model = _context.VisualAnomaly().PatchGaussian(new PatchGaussianOptions { TopShare = share, Calibrate = false }).Fit(good);

        Embeddings.AssertClose(
            Embeddings.Maps(model, good).Select(m => m.OrderDescending().Take(positions).Average(v => (double)v)),
            Embeddings.Scores(model, good),
            1e-5);
    }

    [Fact]
    public void The_running_sums_do_not_depend_on_the_order()
    {
        int[] shape = [2, 2, 30];
        var rows = Embeddings.Good(400, shape);
        var probe = Embeddings.View(_context, Embeddings.Good(5, shape, seed: 2), shape);

        var whole = Embeddings.Maps(Fit(rows, shape, new() { Rank = 10, Calibrate = false }), probe);
        var reordered = Embeddings.Maps(Fit([.. rows.Reverse()], shape, new() { Rank = 10, Calibrate = false }), probe);

        Embeddings.AssertClose(whole.SelectMany(m => m).Select(v => (double)v), reordered.SelectMany(m => m), 5e-3);
    }

    private static float[][] At(float[][] rows, int position, int channels) =>
        [.. rows.Select(r => r.AsSpan(position * channels, channels).ToArray())];

    private ITransformer Fit(float[][] rows, int[] shape, PatchGaussianOptions options) =>
        _context.VisualAnomaly().PatchGaussian(options).Fit(Embeddings.View(_context, rows, shape));
}
