namespace MLPipeline.Scores;

/// <summary>The connected regions of a mask.</summary>
public static class ConnectedComponents
{
    /// <summary>
    /// Splits a mask into its 8-connected regions (pixels that touch at a side or a corner), by flood fill.
    /// </summary>
    /// <param name="mask">Row by row, width * height values; any value but 0 belongs to a region.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <returns>For each region the indices of its pixels in the mask; regions in the order of their first pixel.</returns>
    /// <exception cref="ArgumentException">The mask does not hold width * height values.</exception>
    public static IReadOnlyList<int[]> Find(ReadOnlySpan<byte> mask, int width, int height)
    {
        if (width <= 0 || height <= 0 || mask.Length != (long)width * height)
        {
            throw new ArgumentException(
                $"The mask has {mask.Length} values, which is not {width} x {height}.", nameof(mask));
        }

        var regions = new List<int[]>();
        Visit(mask, width, height, region => regions.Add([.. region]));
        return regions;
    }

    /// <summary>Shows each region to <paramref name="visit"/>, one after the other, and keeps none.</summary>
    /// <param name="mask">Of width * height values.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="visit">Receives the indices of a region's pixels; the list is used again for the next.</param>
    internal static void Visit(ReadOnlySpan<byte> mask, int width, int height, Action<List<int>> visit)
    {
        var open = mask.ToArray();
        var region = new List<int>();
        for (var start = 0; start < open.Length; start++)
        {
            if (open[start] == 0)
            {
                continue;
            }

            region.Clear();
            region.Add(start);
            open[start] = 0;

            // The list is its own queue: entries before `next` have been looked around.
            for (var next = 0; next < region.Count; next++)
            {
                AddNeighbours(region[next], open, width, height, region);
            }

            visit(region);
        }
    }

    private static void AddNeighbours(int pixel, byte[] open, int width, int height, List<int> region)
    {
        var (row, column) = Math.DivRem(pixel, width);
        for (var y = Math.Max(0, row - 1); y <= Math.Min(height - 1, row + 1); y++)
        {
            for (var x = Math.Max(0, column - 1); x <= Math.Min(width - 1, column + 1); x++)
            {
                var neighbour = (y * width) + x;
                if (open[neighbour] != 0)
                {
                    open[neighbour] = 0;
                    region.Add(neighbour);
                }
            }
        }
    }
}
