namespace MLPipeline.Compute;

/// <summary>A random projection that keeps distances up to a few per cent (Johnson and Lindenstrauss 1984).</summary>
internal static class RandomProjection
{
    private const int BlockRows = 4096;

    /// <summary>Projects n points of d dimensions onto <paramref name="dimensions"/> Gaussian directions, scaled so that the mean squared distance stays.</summary>
    /// <returns>n x dimensions, row-major.</returns>
    public static float[] Apply(float[] points, int n, int d, int dimensions, int seed)
    {
        var random = new Random(seed);
        var directions = new float[dimensions * d];
        for (var i = 0; i < directions.Length; i++)
        {
            // Box and Muller; 1 - u keeps the logarithm away from zero.
            directions[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()) / dimensions) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        var projected = new float[n * dimensions];
        Parallel.For(0, (n + BlockRows - 1) / BlockRows, block =>
        {
            var first = block * BlockRows;
            var count = Math.Min(BlockRows, n - first);
            MatrixProduct.Multiply(
                points.AsMemory(first * d, count * d), directions, projected.AsMemory(first * dimensions, count * dimensions),
                count, d, dimensions, transposeRight: true);
        });
        return projected;
    }
}
