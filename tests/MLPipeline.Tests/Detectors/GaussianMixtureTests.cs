using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Detectors;
using MLPipeline.Tests.Compute;

namespace MLPipeline.Tests.Detectors;

public class GaussianMixtureTests
{
    private readonly MLContext _context = new(seed: 1);

    // scikit-learn 1.2.1: GaussianMixture(3, covariance_type=t, reg_covar=0.01 * trace(np.cov(x.T)) / 4, tol=1e-10,
    // max_iter=1000, n_init=5, random_state=0), x and probe as in Poses(); the score is -score_samples(probe) minus
    // -log(sum(w / sqrt((2 pi)^4 |S|))).
    [Theory]
    [InlineData(0.0, 2.7179095818569903, 68.74446245985771, 2.978116460263274, 30.83063392262186)]
    [InlineData(1.0, 2.630758815222849, 67.31202340208696, 2.816293664525175, 30.49355827636446)]
    public void Own_and_tied_covariances_score_as_scikit_learn(double shrinkage, params double[] expected)
    {
        var (rows, probe) = Poses();
        var model = Fit(rows, new() { Components = 3, Shrinkage = shrinkage, NoiseFloor = 0.01 });

        Embeddings.AssertClose(expected, Embeddings.Scores(model, Embeddings.View(_context, probe, 4)), 1e-3);
    }

    [Theory]
    [InlineData(50, 64)]
    [InlineData(10, 64)]
    [InlineData(50, 4)]
    public void One_component_scores_half_the_squared_distance(int count, int rank)
    {
        var rows = Embeddings.Good(count, Embeddings.Vector);
        var probe = Embeddings.Shifted(Embeddings.Good(6, Embeddings.Vector, seed: 2), 0.2);
        var mean = Naive.Mean(rows);
        var unbiased = Naive.Covariance(rows, lost: 1);
        var (values, vectors) = Naive.Eigen(unbiased);
        var kept = Math.Min(rank, Math.Min(count - 1, 16));
        var floor = 0.01 * unbiased.Trace() / 16;
        var outside = Math.Max(floor, values.Skip(kept).Sum() / Math.Max(1, 16 - kept));

        var expected = probe.Select(row => vectors.TransposeThisAndMultiply(Naive.Offset(row, mean)))
            .Select(y => 0.5 * y.Select((v, k) => v * v / (k < kept ? (values[k] * (count - 1) / count) + floor : outside)).Sum());

        var model = Fit(rows, new() { Components = 1, Rank = rank });
        Embeddings.AssertClose(expected, Embeddings.Scores(model, Embeddings.View(_context, probe, 16)), 1e-3);
    }

    [Fact]
    public void A_photo_between_two_poses_is_found_by_two_components_but_not_by_one()
    {
        var random = new Random(1);
        float[][] rows = [.. Enumerable.Range(0, 60).Select(i => Embeddings.Normals(16, random).Select(v => v + (i % 2 == 0 ? 5 : -5)).ToArray())];
        var between = Embeddings.View(_context, [new float[16]], 16);
        var poses = Embeddings.View(_context, rows, 16);

        var one = Fit(rows, new() { Components = 1 });
        var two = Fit(rows, new() { Components = 2 });

        Assert.True(Embeddings.Scores(two, between)[0] > Embeddings.Scores(two, poses).Max());
        Assert.True(Embeddings.Scores(one, between)[0] < Embeddings.Scores(one, poses).Average());
    }

    /// <summary>
    /// x = wave(90 rows, 4); x[:,0] += 8 * (i % 3); x[:,1] -= 6 * (i % 3 == 1); probe = wave(4 rows from 90 on); probe[:,0] += [0, 8, 16, 4].
    /// </summary>
    private static (float[][] Rows, float[][] Probe) Poses()
    {
        var rows = Naive.WaveRows(90, 4);
        for (var i = 0; i < 90; i++)
        {
            rows[i][0] += 8 * (i % 3);
            rows[i][1] -= i % 3 == 1 ? 6 : 0;
        }

        var probe = Naive.WaveRows(4, 4, 90);
        float[] moves = [0, 8, 16, 4];
        for (var i = 0; i < 4; i++)
        {
            probe[i][0] += moves[i];
        }

        return (rows, probe);
    }

    private ITransformer Fit(float[][] rows, GaussianMixtureOptions options) =>
        _context.VisualAnomaly().GaussianMixture(options).Fit(Embeddings.View(_context, rows, rows[0].Length));
}
