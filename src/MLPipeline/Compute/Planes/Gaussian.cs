namespace MLPipeline.Compute;

/// <summary>The weights of Gaussian smoothing.</summary>
internal static class Gaussian
{
    /// <summary>The normalised kernel of a width, from the middle outwards: element 0 is the middle, element i stands on both sides.</summary>
    /// <param name="sigma">Standard deviation, above 0.</param>
    /// <param name="radius">Weights on either side.</param>
    public static double[] Kernel(double sigma, int radius)
    {
        var weights = Enumerable.Range(0, radius + 1).Select(i => Math.Exp(-0.5 * i * i / (sigma * sigma))).ToArray();
        var sum = weights[0] + (2 * weights.Skip(1).Sum());
        return [.. weights.Select(w => w / sum)];
    }

    /// <summary>Smooths a line of sums; outside of it is nothing.</summary>
    /// <param name="line">The line.</param>
    /// <param name="sigma">Standard deviation in elements; the kernel is cut at four of it.</param>
    /// <param name="result">As long as the line; must not overlap it.</param>
    public static void Line(ReadOnlySpan<double> line, double sigma, Span<double> result)
    {
        var radius = (int)((4 * sigma) + 0.5);
        var kernel = Kernel(sigma, radius);
        for (var i = 0; i < line.Length; i++)
        {
            var sum = 0.0;
            for (var j = Math.Max(0, i - radius); j <= Math.Min(line.Length - 1, i + radius); j++)
            {
                sum += kernel[Math.Abs(i - j)] * line[j];
            }

            result[i] = sum;
        }
    }

    /// <summary>Smooths a grid of sums (about four standard deviations wide on either side).</summary>
    /// <param name="grid">Numbers, row by row.</param>
    /// <param name="width">Numbers in a row.</param>
    /// <param name="sigma">Standard deviation in elements.</param>
    /// <param name="repeatEdge">Whether the edge goes on outside; else there is nothing.</param>
    public static double[] Grid(ReadOnlySpan<double> grid, int width, double sigma, bool repeatEdge)
    {
        var radius = (int)(4 * sigma);
        var kernel = Kernel(sigma, radius);
        var height = grid.Length / width;
        var across = new double[grid.Length];
        for (var y = 0; y < height; y++)
        {
            Strided(grid.Slice(y * width, width), 1, width, across.AsSpan(y * width), kernel, repeatEdge);
        }

        var result = new double[grid.Length];
        for (var x = 0; x < width; x++)
        {
            Strided(across.AsSpan(x), width, height, result.AsSpan(x), kernel, repeatEdge);
        }

        return result;
    }

    private static void Strided(ReadOnlySpan<double> line, int stride, int count, Span<double> result, double[] kernel, bool repeatEdge)
    {
        for (var i = 0; i < count; i++)
        {
            var sum = 0.0;
            for (var k = 1 - kernel.Length; k < kernel.Length; k++)
            {
                var at = i + k;
                if (repeatEdge)
                {
                    at = Math.Clamp(at, 0, count - 1);
                }

                if (at >= 0 && at < count)
                {
                    sum += kernel[Math.Abs(k)] * line[at * stride];
                }
            }

            result[i * stride] = sum;
        }
    }
}
