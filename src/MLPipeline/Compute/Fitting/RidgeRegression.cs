using MathNet.Numerics.LinearAlgebra.Double;

namespace MLPipeline.Compute;

/// <summary>
/// The linear prediction of some numbers of a vector from the others, in closed form from the vector's covariance: a single
/// pass over the data, in memory that does not grow with it.
/// </summary>
/// <param name="Weights">inputs x targets, row-major: offset of the targets = offset of the inputs times these.</param>
/// <param name="ResidualCovariance">targets x targets: the covariance of what the prediction leaves.</param>
internal sealed record RidgeRegression(double[] Weights, double[] ResidualCovariance)
{
    /// <summary>
    /// Weights B = (Sxx + r m I)^-1 Sxy with m the mean variance of the inputs (Hoerl and Kennard 1970), and the covariance
    /// Syy - B'Sxy - Sxy'B + B'Sxx B of the residuals, which holds for any weights.
    /// </summary>
    /// <param name="covariance">Of vectors of inputs, then targets: (inputs + targets) squared, row-major.</param>
    /// <param name="inputs">How many numbers to predict from; with none the targets are their own residuals.</param>
    /// <param name="ridge">The shrinkage r, above 0.</param>
    public static RidgeRegression Of(double[] covariance, int inputs, double ridge)
    {
        var length = (int)Math.Sqrt(covariance.Length);
        var targets = length - inputs;

        // MathNet stores by columns, which is the same for a symmetric matrix.
        var all = new DenseMatrix(length, length, covariance);
        var residual = all.SubMatrix(inputs, targets, inputs, targets);
        if (inputs == 0)
        {
            return new([], residual.ToRowMajorArray());
        }

        var within = all.SubMatrix(0, inputs, 0, inputs);
        var across = all.SubMatrix(0, inputs, inputs, targets);

        // Inputs that never vary predict nothing; the small number only keeps the division defined.
        var shrinkage = Math.Max(ridge * within.Trace() / inputs, 1e-12);
        var weights = (within + DenseMatrix.CreateDiagonal(inputs, inputs, shrinkage)).Cholesky().Solve(across);
        var explained = weights.TransposeThisAndMultiply(across);
        residual = residual - explained - explained.Transpose() + weights.TransposeThisAndMultiply(within * weights);
        return new(weights.ToRowMajorArray(), ((residual + residual.Transpose()) / 2).ToRowMajorArray());
    }
}
