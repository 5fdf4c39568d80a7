using MLPipeline.Compute;
using MLPipeline.Tests.Detectors;

namespace MLPipeline.Tests.Compute;

public class MatrixProductTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void The_product_is_that_of_three_nested_loops(bool transposeLeft, bool transposeRight)
    {
        const int M = 5, K = 7, N = 3;
        var random = new Random(1);
        var left = Embeddings.Normals(M * K, random);
        var right = Embeddings.Normals(K * N, random);
        var product = new float[M * N];

        MatrixProduct.Multiply(left, right, product, M, K, N, transposeLeft, transposeRight);

        for (var i = 0; i < M; i++)
        {
            for (var j = 0; j < N; j++)
            {
                var sum = Enumerable.Range(0, K).Sum(k =>
                    (double)left[transposeLeft ? (k * M) + i : (i * K) + k] * right[transposeRight ? (j * K) + k : (k * N) + j]);
                Assert.Equal(sum, product[(i * N) + j], 1e-5);
            }
        }
    }

    [Fact]
    public void Products_may_run_side_by_side()
    {
        var a = Embeddings.Normals(64 * 64, new Random(2));
        var expected = new float[64 * 64];
        MatrixProduct.Multiply(a, a, expected, 64, 64, 64);

        Parallel.For(0, 50, _ =>
        {
            var product = new float[64 * 64];
            MatrixProduct.Multiply(a, a, product, 64, 64, 64);
            Assert.Equal(expected, product);
        });
    }

    [Fact]
    public void A_short_buffer_is_refused() =>
        Assert.ThrowsAny<ArgumentException>(() => MatrixProduct.Multiply(new float[4], new float[4], new float[3], 2, 2, 2));
}
