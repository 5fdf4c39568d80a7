using MLPipeline.Compute;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>How often each kind of motion was seen in each cell: what <c>place</c> and <c>direction</c> learn.</summary>
internal static class VelocityCounts
{
    private static readonly double[] Widths = [1, 2];

    /// <summary>The counts of all classes and cells, and the number of frames.</summary>
    public static int SumsOf(MotionScale scale) => (MotionScale.Classes * scale.Cells) + 1;

    /// <summary>Counts a frame.</summary>
    public static void Add(Span<double> sums, MotionFrame frame, MotionScale scale)
    {
        foreach (var cell in frame.Valid)
        {
            sums[(scale.ClassOf(frame, cell) * scale.Cells) + cell]++;
        }

        sums[^1]++;
    }

    /// <summary>
    /// The counts smoothed at two widths at once, so that near cells vouch strongly and far ones weakly, and the directions
    /// around the circle. Class after class.
    /// </summary>
    public static double[] Smooth(ReadOnlySpan<double> sums, MotionScale scale)
    {
        var cells = scale.Cells;
        var smooth = new double[MotionScale.Classes * cells];
        for (var c = 0; c < MotionScale.Classes; c++)
        {
            foreach (var width in Widths)
            {
                var grid = Gaussian.Grid(sums.Slice(c * cells, cells), scale.Columns, width, repeatEdge: false);
                for (var i = 0; i < cells; i++)
                {
                    smooth[(c * cells) + i] += grid[i] / Widths.Length;
                }
            }
        }

        var turned = (double[])smooth.Clone();
        const int Directions = MotionScale.Classes - 1;
        for (var d = 0; d < Directions; d++)
        {
            var (before, after) = ((d + Directions - 1) % Directions, (d + 1) % Directions);
            for (var i = 0; i < cells; i++)
            {
                turned[((d + 1) * cells) + i] = (0.5 * smooth[((d + 1) * cells) + i])
                    + (0.25 * (smooth[((before + 1) * cells) + i] + smooth[((after + 1) * cells) + i]));
            }
        }

        return turned;
    }
}
