using MathNet.Numerics.LinearAlgebra.Double;
using MLPipeline.Compute;
using MLPipeline.Models;
using MLPipeline.Tests.Compute;

namespace MLPipeline.Tests.Models;

public class KnownDefectsTests
{
    private const int Channels = 5;

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void The_direction_is_that_of_the_shrunk_discriminant(double shrinkage)
    {
        var rows = Naive.WaveRows(40, Channels);
        var mean = Naive.Mean(rows);
        var covariance = Naive.Covariance(rows, lost: 1);
        float[] other = [1, -2, 3, 0.5f, 0];
        var shrunk = ((1 - shrinkage) * covariance) + (shrinkage * covariance.Trace() / Channels * DenseMatrix.CreateIdentity(Channels));
        var expected = shrunk.Solve(Naive.Offset(other, mean)).Normalize(2);

        var discriminant = new ShrunkDiscriminant([.. mean.Select(v => (float)v)], covariance.ToRowMajorArray(), shrinkage);

        Assert.All(expected.Zip(discriminant.Towards(other)), p => Assert.Equal(p.First, p.Second, 1e-5));
    }

    [Fact]
    public void Vectors_that_are_all_alike_still_give_a_direction()
    {
        var discriminant = new ShrunkDiscriminant([1, 1], new double[4], 0.9);

        Assert.Equal([0.6f, 0.8f], discriminant.Towards([4, 5]), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([0f, 0f], discriminant.Towards([1, 1]));
    }

    [Fact]
    public void The_cells_that_make_the_score_are_the_largest_after_calibration_and_scaled_by_their_spread()
    {
        // Of 30 cells the ceil of 4 % is two. The map is calibrated by the roots of the factors, the score by the factors.
        var factors = Enumerable.Repeat(1f, 30).ToArray();
        factors[4] = 4;
        var map = new float[30];
        (map[3], map[4], map[5]) = (9, 6, 8);
        var cells = new TopCells(30, 2, factors);
        var row = Enumerable.Range(0, 60).Select(i => (float)i).ToArray();
        var mean = new float[60];

        Assert.Equal([4, 3], cells.Of(map));
        var spread = factors.Average(f => 1.0 / f);
        var (first, second) = (Math.Sqrt(4 * spread), Math.Sqrt(spread));
        Assert.Equal([(float)(((8 * first) + (6 * second)) / 2), (float)(((9 * first) + (7 * second)) / 2)], cells.MeanDeviation(row, map, mean), (a, b) => Math.Abs(a - b) < 1e-5);
    }
}
