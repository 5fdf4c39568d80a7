using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Detectors;
using MLPipeline.Tests.Compute;

namespace MLPipeline.Tests.Detectors;

public class RandomizedPcaTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void The_score_is_the_root_of_the_unexplained_share_after_standardising()
    {
        // Three factors carry nearly all variance, so the randomized axes are the exact ones.
        var rows = Embeddings.Good(80, Embeddings.Vector);
        var mean = Naive.Mean(rows);
        var deviations = Naive.Covariance(rows, lost: 0).Diagonal().PointwiseSqrt();
        var standard = rows.Select(r => r.Select((v, i) => (float)((v - mean[i]) / deviations[i])).ToArray()).ToArray();
        var kept = Naive.Eigen(Naive.Covariance(standard, lost: 1)).Vectors.SubMatrix(0, 16, 0, 3);
        var probe = Embeddings.Shifted(Embeddings.Good(10, Embeddings.Vector, seed: 2), 0.2);

        var model = _context.VisualAnomaly().RandomizedPca(new RandomizedPcaOptions { Rank = 3, Oversampling = 10 }).Fit(View(rows));

        Embeddings.AssertClose(
            probe.Select(r => Naive.Offset(r, mean).PointwiseDivide(deviations))
                .Select(d => Math.Sqrt(1 - (Math.Pow((kept.Transpose() * d).L2Norm(), 2) / (d * d)))),
            Embeddings.Scores(model, View(probe)),
            2e-2);
    }

    [Fact]
    public void More_components_than_the_photos_span_are_cut()
    {
        var rows = Embeddings.Good(6, Embeddings.Vector);
        var model = _context.VisualAnomaly().RandomizedPca(new RandomizedPcaOptions { Rank = 500 }).Fit(View(rows));

        Assert.All(Embeddings.Scores(model, View(rows)), score => Assert.InRange(score, 0.0001f, 1f));
    }

    private IDataView View(float[][] rows) => Embeddings.View(_context, rows, Embeddings.Vector);
}
