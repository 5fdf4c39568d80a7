using MathNet.Numerics.LinearAlgebra.Double;
using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Detectors;
using MLPipeline.Tests.Compute;

namespace MLPipeline.Tests.Detectors;

public class MahalanobisTests
{
    private readonly MLContext _context = new(seed: 1);

    // scikit-learn 1.2.1: np.sqrt(LedoitWolf().fit(x).mahalanobis(t)), x the first rows of Naive.WaveRows, t the three after them.
    [Theory]
    [InlineData(40, 6, 2.282550391102152, 2.6664676154734965, 2.4441915156954273)]
    [InlineData(12, 20, 3.1179673743430905, 4.63368087191468, 4.958342898043857)]
    [InlineData(5, 3, 0.8311821612200786, 1.9197416252557955, 1.749434190930068)]
    public void The_distances_are_those_of_scikit_learn(int rows, int dimensions, params double[] expected)
    {
        var model = Fit(Naive.WaveRows(rows, dimensions), dimensions);

        var scores = Embeddings.Scores(model, Embeddings.View(_context, Naive.WaveRows(3, dimensions, rows), dimensions));

        Embeddings.AssertClose(expected, scores, 1e-4);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(20)]
    public void The_score_is_the_distance_under_the_shrunk_covariance(int count)
    {
        var rows = Embeddings.Good(count, [24]);
        var covariance = Naive.Covariance(rows, lost: 0);
        var mean = Naive.Mean(rows);
        var meanEigenvalue = covariance.Trace() / 24;
        var target = DenseMatrix.CreateDiagonal(24, 24, meanEigenvalue);
        var e = Math.Pow((covariance - target).FrobeniusNorm(), 2);
        var b = rows.Sum(row =>
        {
            var d = Naive.Offset(row, mean);
            return Math.Pow((d.OuterProduct(d) - covariance).FrobeniusNorm(), 2);
        }) / ((double)count * count);
        var s = Math.Min(b, e) / e;
        var inverse = (((1 - s) * covariance) + (s * target)).Inverse();
        var probe = Embeddings.Shifted(Embeddings.Good(10, [24], seed: 2), 0.2);

        var scores = Embeddings.Scores(Fit(rows, 24), Embeddings.View(_context, probe, 24));

        Embeddings.AssertClose(
            probe.Select(row => Naive.Offset(row, mean)).Select(d => Math.Sqrt(d * inverse * d)), scores, 1e-3);
    }

    private ITransformer Fit(float[][] rows, int dimensions) =>
        _context.VisualAnomaly().Mahalanobis().Fit(Embeddings.View(_context, rows, dimensions));
}
