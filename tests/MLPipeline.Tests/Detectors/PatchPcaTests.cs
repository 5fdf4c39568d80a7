using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Detectors;
using MLPipeline.Tests.Compute;

namespace MLPipeline.Tests.Detectors;

public class PatchPcaTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(30, 0.8)]
    [InlineData(30, 0.97)]
    [InlineData(300, 0.97)]
    public void A_position_scores_its_squared_distance_to_the_kept_subspace_of_all_patches(int count, double variance)
    {
        int[] shape = [4, 4, 24];
        var rows = Embeddings.Good(count, shape);
        var probe = Embeddings.Shifted(Embeddings.Good(5, shape, seed: 2), 0.2);
        var patches = rows.SelectMany(r => r.Chunk(24)).ToArray();
        var mean = Naive.Mean(patches);
        var (values, vectors) = Naive.Eigen(Naive.Covariance(patches, lost: 1));
        var rank = 1;
        while (values.Take(rank).Sum() < variance * values.Sum())
        {
            rank++;
        }

        var kept = vectors.SubMatrix(0, 24, 0, rank);
        var model = _context.VisualAnomaly().PatchPca(new PatchPcaOptions { Variance = variance }).Fit(Embeddings.View(_context, rows, shape));

        Embeddings.AssertClose(
            probe.SelectMany(r => r.Chunk(24)).Select(x => Naive.Offset(x, mean))
                .Select(d => Math.Pow((d - (kept * kept.TransposeThisAndMultiply(d))).L2Norm(), 2)),
            Embeddings.Maps(model, Embeddings.View(_context, probe, shape)).SelectMany(m => m),
            1e-2);
    }

    // 5,000 rows are two whole blocks and a part of a third.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5000)]
    public void The_running_moments_are_those_of_all_rows(int count)
    {
        var rows = Embeddings.Good(count, Embeddings.Vector).Select(r => r.Select(v => v + 100).ToArray()).ToArray();
        var moments = new RunningCovariance(16);
        foreach (var row in rows)
        {
            moments.Add(row);
        }

        Assert.Equal(count, moments.Count);
        Embeddings.AssertClose(Naive.Mean(rows), moments.Mean(), 1e-6);
        var expected = count == 1 ? new double[256] : Naive.Covariance(rows, lost: 1).ToRowMajorArray();
        Assert.All(expected.Zip(moments.Covariance()), p => Assert.Equal(p.First, p.Second, 1e-5));
    }
}
