using MLPipeline.Compute;
using MLPipeline.Tests.Detectors;

namespace MLPipeline.Tests.Compute;

public class PrincipalAxesTests
{
    [Theory]
    [InlineData(50, 12)]
    [InlineData(12, 50)]
    [InlineData(20, 20)]
    public void Variances_are_the_eigenvalues_of_the_covariance_and_axes_its_eigenvectors(int rows, int dimensions)
    {
        var data = Embeddings.Good(rows, [dimensions]);
        var axes = PrincipalAxes.Of(data);
        var covariance = Naive.Covariance(data, lost: 1);
        var (values, _) = Naive.Eigen(covariance);

        Assert.Equal(Math.Min(rows - 1, dimensions), axes.Variances.Length);
        Assert.Equal(covariance.Diagonal().Sum(), axes.TotalVariance, axes.TotalVariance * 1e-6);
        for (var k = 0; k < axes.Variances.Length; k++)
        {
            Assert.Equal(values[k], axes.Variances[k], values[0] * 1e-6);
            var axis = Naive.Offset(axes.Axes[(k * dimensions)..((k + 1) * dimensions)], Naive.Matrix([new float[dimensions]]).Row(0));
            Assert.True(((covariance * axis) - (values[k] * axis)).L2Norm() < values[0] * 1e-5);
        }
    }

    [Fact]
    public void Axes_of_wide_rows_are_orthonormal()
    {
        const int Dimensions = 300;
        var axes = PrincipalAxes.Of(Embeddings.Good(40, [Dimensions]));
        for (var i = 0; i < axes.Variances.Length; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var product = Enumerable.Range(0, Dimensions).Sum(c => (double)axes.Axes[(i * Dimensions) + c] * axes.Axes[(j * Dimensions) + c]);
                Assert.Equal(i == j ? 1 : 0, product, 1e-4);
            }
        }
    }

    [Fact]
    public void Copies_add_no_axes()
    {
        var rows = Embeddings.Good(6, [40]);

        Assert.Equal(5, PrincipalAxes.Of([.. rows, .. rows, .. rows]).Variances.Length);
    }

    [Fact]
    public void One_row_and_equal_rows_have_no_axes()
    {
        Assert.Empty(PrincipalAxes.Of([[1f, 2f]]).Variances);
        Assert.Empty(PrincipalAxes.Of([[1f, 2f], [1f, 2f]]).Variances);
    }

    [Fact]
    public void The_rank_for_a_share_is_the_smallest_that_explains_it()
    {
        // Variances along the coordinate axes in the ratio 16 : 4 : 1.
        float[][] rows = [[4, 0, 0], [-4, 0, 0], [0, 2, 0], [0, -2, 0], [0, 0, 1], [0, 0, -1]];
        var axes = PrincipalAxes.Of(rows);

        Assert.Equal(1, axes.RankFor(16 / 21.0 - 0.001));
        Assert.Equal(2, axes.RankFor(16 / 21.0 + 0.001));
        Assert.Equal(2, axes.RankFor(20 / 21.0 - 0.001));
        Assert.Equal(3, axes.RankFor(20 / 21.0 + 0.001));
    }
}
