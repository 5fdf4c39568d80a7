using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Detectors;
using MLPipeline.Tests.Compute;

namespace MLPipeline.Tests.Detectors;

public class OneClassSvmTests
{
    private readonly MLContext _context = new(seed: 1);

    // scikit-learn 1.2.1: m = OneClassSVM(nu=nu, gamma=gamma, tol=1e-12).fit(x), x = wave(40 rows, 6): m.n_support_,
    // m.offset_ / (40 nu), and m.score_samples(wave(4 rows from 40 on)) / (40 nu).
    [Theory]
    [InlineData(0.1, 0.5, 26, 0.1614947156654764, 0.15825037157694247, 0.1523937752894053, 0.15783198317861774, 0.16976597201921373)]
    [InlineData(0.5, 0.2, 24, 0.3414154579450845, 0.34190450465852246, 0.33347592288834865, 0.3237749609404635, 0.3928613853674541)]
    [InlineData(0.05, 0.05, 5, 0.6526830780665995, 0.694749348658015, 0.6886997014006639, 0.6545347006836838, 0.7279304182248532)]
    public void The_solution_is_that_of_libsvm(double nu, double gamma, int supportVectors, double rho, params double[] sums)
    {
        var rows = Naive.WaveRows(40, 6);
        var (weights, offset) = OneClassSolver.Solve(Kernel(rows, gamma), 40, nu, tolerance: 1e-9);

        Assert.Equal(supportVectors, weights.Count(w => w > 0));
        Assert.Equal(1, weights.Sum(), 1e-12);
        Assert.Equal(rho, offset, 1e-5);
        var model = Fit(rows, new() { Nu = nu, Gamma = gamma });
        Embeddings.AssertClose(
            sums.Select(s => -Math.Log(s)), Embeddings.Scores(model, Embeddings.View(_context, Naive.WaveRows(4, 6, 40), 6)), 2e-3);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(0.8)]
    [InlineData(1.0)]
    public void Nu_bounds_the_outliers_from_above_and_the_support_vectors_from_below(double nu)
    {
        var rows = Embeddings.Good(200, Embeddings.Vector);
        var kernel = Kernel(rows, 0.1);

        var (weights, rho) = OneClassSolver.Solve(kernel, 200, nu);

        var outside = Enumerable.Range(0, 200).Count(i => Enumerable.Range(0, 200).Sum(j => weights[j] * kernel[(i * 200) + j]) < rho - 1e-6);
        Assert.True(outside <= nu * 200, $"{outside} outside.");
        Assert.True(weights.Count(w => w > 0) >= nu * 200, $"{weights.Count(w => w > 0)} support vectors.");
        Assert.All(weights, w => Assert.InRange(w, 0, (1 / (nu * 200)) + 1e-12));
    }

    [Fact]
    public void Gamma_follows_the_scale_of_the_embeddings()
    {
        var rows = Embeddings.Good(30, Embeddings.Vector);
        var probe = Embeddings.Shifted(Embeddings.Good(5, Embeddings.Vector, seed: 2), 0.3);

        var scores = Embeddings.Scores(Fit(rows, new() { Bandwidth = 1 }), Embeddings.View(_context, probe, 16));
        var scaled = Embeddings.Scores(Fit(Times(rows, 1000), new() { Bandwidth = 1 }), Embeddings.View(_context, Times(probe, 1000), 16));

        Embeddings.AssertClose(scores.Select(s => (double)s), scaled, 5e-3);
    }

    [Fact]
    public void The_bandwidth_is_in_units_of_the_median_distance()
    {
        // Distances between the corners of an equilateral triangle are all 2, so gamma = 1 / (2 * 2^2 * 0.5^2) = 0.5.
        float[][] rows = [[-1, 0], [1, 0], [0, MathF.Sqrt(3)]];
        var probe = Embeddings.View(_context, [[0, 0], [2, 2]], 2);

        Embeddings.AssertClose(
            Embeddings.Scores(Fit(rows, new() { Nu = 1, Gamma = 0.5 }), probe).Select(s => (double)s),
            Embeddings.Scores(Fit(rows, new() { Nu = 1, Bandwidth = 0.5 }), probe),
            1e-5);
    }

    [Fact]
    public void Scores_far_away_still_differ()
    {
        var rows = Embeddings.Good(30, Embeddings.Vector);
        var far = Embeddings.View(_context, [.. new[] { 10, 20, 40 }.Select(s => Embeddings.Shifted(rows[..1], s)[0])], 16);

        var scores = Embeddings.Scores(Fit(rows, new()), far);

        Assert.True(scores[2] > 3 * scores[1] && scores[1] > 3 * scores[0]);
    }

    private static float[][] Times(float[][] rows, float factor) => [.. rows.Select(r => r.Select(v => v * factor).ToArray())];

    private static float[] Kernel(float[][] rows, double gamma) =>
        [.. rows.SelectMany(a => rows.Select(b => (float)Math.Exp(-gamma * a.Zip(b, (x, y) => Math.Pow((double)x - y, 2)).Sum())))];

    private ITransformer Fit(float[][] rows, OneClassSvmOptions options) =>
        _context.VisualAnomaly().OneClassSvm(options).Fit(Embeddings.View(_context, rows, rows[0].Length));
}
