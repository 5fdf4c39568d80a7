using MathNet.Numerics.LinearAlgebra.Double;
using Microsoft.ML;
using MLPipeline.Detectors;
using MLPipeline.Tests.Compute;

namespace MLPipeline.Tests.Detectors;

public class CommonWhiteningTests
{
    private readonly MLContext _context = new(seed: 1);

    // |W x|^2 is the form of (S + g m I)^-1, which the symmetric root of the formula has too.
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.1)]
    public void It_whitens_by_the_covariance_within_cells(double strength)
    {
        int[] shape = [2, 2, 6];
        var rows = Embeddings.Good(40, shape);
        var whitening = CommonWhitening.Learn(new(Embeddings.View(_context, rows, shape), "Features"), strength);

        float[][] At(int p) => [.. rows.Select(r => r.AsSpan(p * 6, 6).ToArray())];
        var within = Enumerable.Range(0, 4).Select(p => Naive.Covariance(At(p), lost: 1)).Aggregate((a, b) => a + b) / 4;
        var inverse = (within + (DenseMatrix.CreateIdentity(6) * strength * within.Trace() / 6)).Inverse();
        var result = new float[24];
        whitening.Apply(rows[3], result);
        for (var p = 0; p < 4; p++)
        {
            var offset = Naive.Offset(At(p)[3], Naive.Mean(At(p)));
            Assert.Equal(offset * inverse * offset, result.AsSpan(p * 6, 6).ToArray().Sum(v => (double)v * v), 1e-3);
        }
    }

    [Fact]
    public void Without_strength_only_the_mean_is_taken_out()
    {
        var rows = Embeddings.Good(5, Embeddings.Grid);
        var whitening = CommonWhitening.Learn(new(Embeddings.View(_context, rows, Embeddings.Grid), "Features"), 0);
        var result = new float[rows[0].Length];
        whitening.Apply(rows[0], result);

        Assert.Null(whitening.Matrix);
        Assert.Equal(rows[0][7] - rows.Average(r => (double)r[7]), result[7], 1e-5);
    }
}
