using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using MLPipeline.Compute;
using MLPipeline.Tests.Detectors;

namespace MLPipeline.Tests.Compute;

public class SymmetricEigenTests
{
    public static TheoryData<string, int> Matrices()
    {
        var data = new TheoryData<string, int>();
        foreach (var kind in new[] { "random", "low rank", "identity", "zero", "diagonal", "repeated", "tiny", "huge", "graded" })
        {
            foreach (var n in new[] { 1, 2, 3, 10, 57, 130 })
            {
                data.Add(kind, n);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Matrices))]
    public void Vectors_are_orthonormal_and_rebuild_the_matrix(string kind, int n)
    {
        var matrix = Make(kind, n);
        var (values, vectors) = SymmetricEigen.Of(matrix.ToRowMajorArray(), n);

        var size = Math.Max(matrix.FrobeniusNorm(), double.Epsilon);
        var v = DenseMatrix.Create(n, n, (i, j) => vectors[(i * n) + j]);
        Assert.Equal(values.OrderDescending(), values);
        Assert.True(((v * v.Transpose()) - DenseMatrix.CreateIdentity(n)).FrobeniusNorm() < 1e-6 * Math.Sqrt(n));
        Assert.True(((v.Transpose() * DenseMatrix.CreateDiagonal(n, n, i => values[i]) * v) - matrix).FrobeniusNorm() <= 1e-6 * size);
    }

    [Theory]
    [MemberData(nameof(Matrices))]
    public void Values_are_those_of_mathnet(string kind, int n)
    {
        var matrix = Make(kind, n);

        // MathNet itself loses digits where squares fall out of range.
        var unit = matrix.FrobeniusNorm() is > 0 and var norm ? norm : 1;
        var expected = Naive.Eigen(matrix / unit).Values.Select(v => v * unit).ToArray();
        var (values, _) = SymmetricEigen.Of(matrix.ToRowMajorArray(), n);

        var largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(values), p => Assert.True(Math.Abs(p.First - p.Second) <= largest * 1e-13 * n, $"{p.First:R} against {p.Second:R}"));
    }

    [Fact]
    public void The_matrix_is_left_as_it_is()
    {
        double[] matrix = [2, 1, 1, 2];

        var (values, _) = SymmetricEigen.Of(matrix, 2);

        Assert.Equal([2, 1, 1, 2], matrix);
        Assert.Equal(3, values[0], 1e-14);
        Assert.Equal(1, values[1], 1e-14);
    }

    private static Matrix<double> Make(string kind, int n)
    {
        var random = new Random(n);
        Matrix<double> Square(int columns)
        {
            var x = DenseMatrix.Create(n, columns, (_, _) => Embeddings.Normals(1, random)[0]);
            return x * x.Transpose();
        }

        return kind switch
        {
            "random" => Symmetric(Square(n) - (n * DenseMatrix.CreateIdentity(n))),
            "low rank" => Square(Math.Min(n, 3)),
            "identity" => DenseMatrix.CreateIdentity(n),
            "zero" => new DenseMatrix(n, n),
            "diagonal" => DenseMatrix.CreateDiagonal(n, n, i => (i * 7 % 11) - 3.0),
            "repeated" => DenseMatrix.Create(n, n, 1.0) + (5 * DenseMatrix.CreateIdentity(n)),
            "tiny" => Square(n) * 1e-120,
            "huge" => Square(n) * 1e120,
            _ => DenseMatrix.Create(n, n, (i, j) => Math.Pow(10, -(i + j) / 8.0) * (i == j ? 2 : 1)),
        };
    }

    private static Matrix<double> Symmetric(Matrix<double> m) => (m + m.Transpose()) / 2;
}
