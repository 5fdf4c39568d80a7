using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Detectors;
using MLPipeline.Tests.Compute;

namespace MLPipeline.Tests.Detectors;

public class PcaResidualTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(100, 0.9)]
    [InlineData(100, 0.99)]
    [InlineData(20, 0.9)]
    public void The_score_is_the_squared_distance_to_the_kept_subspace(int count, double variance)
    {
        var rows = Embeddings.Good(count, Embeddings.Grid);
        var mean = Naive.Mean(rows);
        var (values, vectors) = Naive.Eigen(Naive.Covariance(rows, lost: 1));
        var rank = 1;
        while (values.Take(rank).Sum() < variance * values.Sum())
        {
            rank++;
        }

        var kept = vectors.SubMatrix(0, vectors.RowCount, 0, rank);
        var probe = Embeddings.Shifted(Embeddings.Good(10, Embeddings.Grid, seed: 2), 0.1);

        var model = _context.VisualAnomaly().PcaResidual(new PcaResidualOptions { Variance = variance }).Fit(View(rows));

        Embeddings.AssertClose(
            probe.Select(row => Naive.Offset(row, mean)).Select(d => Math.Pow((d - (kept * (kept.Transpose() * d))).L2Norm(), 2)),
            Embeddings.Scores(model, View(probe)),
            5e-3);
    }

    [Fact]
    public void One_photo_leaves_the_squared_distance_to_it()
    {
        var rows = Embeddings.Good(2, Embeddings.Grid);
        var model = _context.VisualAnomaly().PcaResidual().Fit(View(rows[..1]));

        var expected = rows[1].Zip(rows[0], (a, b) => Math.Pow((double)a - b, 2)).Sum();
        Embeddings.AssertClose([0, expected], Embeddings.Scores(model, View(rows)), 1e-5);
    }

    private IDataView View(float[][] rows) => Embeddings.View(_context, rows, Embeddings.Grid);
}
