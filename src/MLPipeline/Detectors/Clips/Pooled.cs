using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>
/// An unusual window must be unusual over 3 x 3 cells: the largest of thousands of single windows is noise. Each valid cell
/// gets the sum over the valid ones around it, divided by their number, or by 9/4 where there are fewer.
/// </summary>
internal static class Pooled
{
    private const int Radius = 1;
    private const float LeastCount = 9 / 4f;

    /// <summary>Pools values.</summary>
    /// <param name="frame">Says which cells are valid.</param>
    /// <param name="values">The value of each valid cell, in the order of <see cref="MotionFrame.Valid"/>.</param>
    /// <param name="map">Receives the pooled values; negative infinity elsewhere.</param>
    /// <param name="nothing">The result of a frame without a valid cell.</param>
    /// <returns>The largest pooled value.</returns>
    public static float Max(MotionFrame frame, ReadOnlySpan<float> values, Span<float> map, float nothing)
    {
        var (columns, rows) = (frame.Columns, frame.Rows);
        Span<float> grid = map.Length <= 4096 ? stackalloc float[map.Length] : new float[map.Length];
        grid.Fill(float.NaN);
        for (var i = 0; i < values.Length; i++)
        {
            grid[frame.Valid[i]] = values[i];
        }

        map.Fill(float.NegativeInfinity);
        var best = float.NegativeInfinity;
        foreach (var cell in frame.Valid)
        {
            var (cx, cy) = (cell % columns, cell / columns);
            var (sum, count) = (0f, 0);
            for (var y = Math.Max(0, cy - Radius); y <= Math.Min(rows - 1, cy + Radius); y++)
            {
                for (var x = Math.Max(0, cx - Radius); x <= Math.Min(columns - 1, cx + Radius); x++)
                {
                    var value = grid[(y * columns) + x];
                    if (!float.IsNaN(value))
                    {
                        sum += value;
                        count++;
                    }
                }
            }

            map[cell] = sum / Math.Max(count, LeastCount);
            best = Math.Max(best, map[cell]);
        }

        return frame.Valid.Count == 0 ? nothing : best;
    }
}
