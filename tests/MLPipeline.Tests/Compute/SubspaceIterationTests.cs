using MLPipeline.Compute;
using MLPipeline.Tests.Detectors;

namespace MLPipeline.Tests.Compute;

public class SubspaceIterationTests
{
    // Exponents of a spectrum 1/k^e: from features that decay fast to the slow decay of deep features.
    [Theory]
    [InlineData(2.0, 0.001)]
    [InlineData(1.0, 0.005)]
    [InlineData(0.5, 0.02)]
    public void The_kept_energy_is_that_of_the_exact_decomposition(double exponent, double lost)
    {
        const int Size = 200;
        const int Count = 48;
        var random = new Random(3);
        var rows = Enumerable.Range(0, Size).Select(_ => Embeddings.Normals(Size, random).Select((v, k) => (float)(v / Math.Pow(k + 1, exponent / 2))).ToArray()).ToArray();
        var flat = rows.SelectMany(r => r).ToArray();
        var gram = new float[Size * Size];
        MatrixProduct.Multiply(flat, flat, gram, Size, Size, Size, transposeRight: true);
        var (exact, _) = Naive.Eigen(MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.Create(Size, Size, (i, j) => gram[(i * Size) + j]));

        var (values, vectors) = SubspaceIteration.Largest(gram, Size, Count, seed: 1);

        Assert.Equal(values.OrderDescending(), values);
        Assert.InRange(values.Sum() / exact.Take(Count).Sum(), 1 - lost, 1 + 1e-6);
        for (var k = 0; k < Count / 2; k++)
        {
            Assert.InRange(values[k] / exact[k], 1 - lost, 1 + 1e-5);
        }

        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var product = Enumerable.Range(0, Size).Sum(c => (double)vectors[(i * Size) + c] * vectors[(j * Size) + c]);
                Assert.Equal(i == j ? 1 : 0, product, 1e-4);
            }
        }
    }

    [Fact]
    public void Most_of_the_spectrum_is_decomposed_exactly()
    {
        var random = new Random(4);
        var rows = Enumerable.Range(0, 20).Select(_ => Embeddings.Normals(20, random)).ToArray();
        var covariance = Naive.Covariance(rows, lost: 1);

        var (values, _) = SubspaceIteration.Largest(covariance.ToRowMajorArray().Select(v => (float)v).ToArray(), 20, 10, seed: 1);

        Embeddings.AssertClose(Naive.Eigen(covariance).Values.Take(10), values.Select(v => (float)v), 1e-5);
    }

    [Fact]
    public void A_matrix_of_lower_rank_gives_zeros_after_it_and_nothing_that_is_not_finite()
    {
        const int Size = 120;
        var random = new Random(5);
        var factors = Embeddings.Normals(Size * 6, random);
        var gram = new float[Size * Size];
        MatrixProduct.Multiply(factors, factors, gram, Size, 6, Size, transposeRight: true);

        var (values, vectors) = SubspaceIteration.Largest(gram, Size, 20, seed: 1);

        Assert.All(values.Take(6), v => Assert.True(v > 1));
        Assert.All(values.Skip(6), v => Assert.True(Math.Abs(v) < values[0] * 1e-5));
        Assert.All(vectors, v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void The_seed_decides_the_bytes()
    {
        var random = new Random(6);
        var x = Embeddings.Normals(100 * 100, random);
        var gram = new float[100 * 100];
        MatrixProduct.Multiply(x, x, gram, 100, 100, 100, transposeRight: true);

        Assert.Equal(SubspaceIteration.Largest(gram, 100, 10, seed: 1).Vectors, SubspaceIteration.Largest(gram, 100, 10, seed: 1).Vectors);
    }
}
