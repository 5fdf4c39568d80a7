using MLPipeline.Compute;

namespace MLPipeline.Tests.Compute;

public class LedoitWolfTests
{
    // scikit-learn 1.2.1: LedoitWolf().fit(x).shrinkage_ with x as in Naive.WaveRows.
    [Theory]
    [InlineData(40, 6, 0.06074518097585825)]
    [InlineData(12, 20, 0.15014209771603718)]
    [InlineData(5, 3, 0.5911402030742873)]
    public void The_intensity_is_that_of_scikit_learn(int rows, int dimensions, double expected)
    {
        var data = Naive.WaveRows(rows, dimensions);

        Assert.Equal(expected, LedoitWolf.Shrinkage(data, PrincipalAxes.Of(data)), 1e-5);
    }

    [Fact]
    public void Rows_without_variance_are_shrunk_in_full()
    {
        float[][] rows = [[1, 2], [1, 2], [1, 2]];

        Assert.Equal(1, LedoitWolf.Shrinkage(rows, PrincipalAxes.Of(rows)));
    }
}
