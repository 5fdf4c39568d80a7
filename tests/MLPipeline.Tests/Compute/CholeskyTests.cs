using MathNet.Numerics.LinearAlgebra.Double;
using MLPipeline.Compute;

namespace MLPipeline.Tests.Compute;

public class CholeskyTests
{
    [Fact]
    public void Forms_and_inverse_agree_with_mathnet()
    {
        const int N = 7;
        var root = Naive.Matrix(Naive.WaveRows(12, N));
        var matrix = root.TransposeThisAndMultiply(root) + (DenseMatrix.CreateIdentity(N) * 0.1);
        var cholesky = new Cholesky(matrix.ToRowMajorArray(), N);
        float[] vector = [1, -2, 3, 0.5f, 0, 2, -1];
        var x = DenseVector.Create(N, i => vector[i]);

        Assert.Equal(x * matrix.Inverse() * x, cholesky.InverseForm(vector), 1e-9);
        var factor = cholesky.InverseFactor();
        var inverse = DenseMatrix.Create(N, N, (i, j) => factor[(i * N) + j]);
        Assert.True(((inverse * matrix * inverse.Transpose()) - DenseMatrix.CreateIdentity(N)).L2Norm() < 1e-4);
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_refused() =>
        Assert.Throws<ArgumentException>(() => new Cholesky([1, 2, 2, 1], 2));
}
