namespace MLPipeline.Featurization;

/// <summary>The matrix that brings one axis of a feature map to the grid: pooling x enlarging x averaging.</summary>
internal static class GridMatrix
{
    /// <summary>The (target x source) matrix, row-major, each row summing to one.</summary>
    /// <param name="source">Positions of the layer along this axis.</param>
    /// <param name="finest">Positions of the finest layer along this axis.</param>
    /// <param name="target">Positions of the grid along this axis.</param>
    /// <param name="window">Width of the first averaging.</param>
    public static float[] Of(int source, int finest, int target, int window)
    {
        return Flatten(Multiply(Pool(finest, target), Multiply(Interpolate(source, finest), Average(source, window))));
    }

    /// <summary>The (target x source) matrix of bilinear interpolation, row-major.</summary>
    public static float[] Enlarge(int source, int target) => Flatten(Interpolate(source, target));

    /// <summary>The transpose of a row-major matrix.</summary>
    public static float[] Transpose(float[] matrix, int rows, int columns)
    {
        var result = new float[matrix.Length];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                result[(j * rows) + i] = matrix[(i * columns) + j];
            }
        }

        return result;
    }

    /// <summary>The mean of a window around each position, at the edges over what lies inside.</summary>
    private static double[,] Average(int n, int window)
    {
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            var from = Math.Max(0, i - (window / 2));
            var to = Math.Min(n - 1, i + (window / 2));
            for (var j = from; j <= to; j++)
            {
                matrix[i, j] = 1.0 / (to - from + 1);
            }
        }

        return matrix;
    }

    /// <summary>Bilinear interpolation with pixel centres at half positions (PyTorch's align_corners = false).</summary>
    private static double[,] Interpolate(int source, int target)
    {
        var matrix = new double[target, source];
        for (var i = 0; i < target; i++)
        {
            var position = Math.Clamp(((i + 0.5) * source / target) - 0.5, 0, source - 1);
            var left = Math.Min((int)position, source - 1);
            var right = Math.Min(left + 1, source - 1);
            matrix[i, left] += 1 - (position - left);
            matrix[i, right] += position - left;
        }

        return matrix;
    }

    /// <summary>Adaptive average pooling: position i covers floor(i n / m) to ceil((i + 1) n / m), as PyTorch does.</summary>
    private static double[,] Pool(int source, int target)
    {
        var matrix = new double[target, source];
        for (var i = 0; i < target; i++)
        {
            var from = i * source / target;
            var to = (((i + 1) * source) + target - 1) / target;
            for (var j = from; j < to; j++)
            {
                matrix[i, j] = 1.0 / (to - from);
            }
        }

        return matrix;
    }

    private static float[] Flatten(double[,] matrix)
    {
        var result = new float[matrix.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = (float)matrix[i / matrix.GetLength(1), i % matrix.GetLength(1)];
        }

        return result;
    }

    private static double[,] Multiply(double[,] left, double[,] right)
    {
        var result = new double[left.GetLength(0), right.GetLength(1)];
        for (var i = 0; i < result.GetLength(0); i++)
        {
            for (var k = 0; k < right.GetLength(0); k++)
            {
                for (var j = 0; j < result.GetLength(1); j++)
                {
                    result[i, j] += left[i, k] * right[k, j];
                }
            }
        }

        return result;
    }
}
