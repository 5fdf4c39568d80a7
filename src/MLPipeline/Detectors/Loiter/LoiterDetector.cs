using System.Globalization;
using MLPipeline.Compute;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>How long a place has been taken lately, in deviations from what is usual there: somebody who does not go on.</summary>
internal sealed class LoiterDetector : IClipDetector
{
    private const int Moments = 3;

    /// <inheritdoc/>
    public string Name => "loiter";

    /// <inheritdoc/>
    public string Sees => "a place is taken for longer than is usual";

    /// <inheritdoc/>
    public int SumsOf(MotionScale scale) => Moments * scale.Cells;

    /// <inheritdoc/>
    public void Add(Span<double> sums, MotionFrame frame, ClipContext context)
    {
        var cells = frame.Occupied.Length;
        for (var i = 0; i < cells; i++)
        {
            double o = frame.Occupied[i];
            sums[i]++;
            sums[cells + i] += o;
            sums[(2 * cells) + i] += o * o;
        }
    }

    /// <inheritdoc/>
    public IClipScorer Fit(ReadOnlySpan<double> sums, ClipContext context) => new LoiterScorer(sums, context.Scale);
}

/// <summary>Mean and deviation of the occupancy by cell; see <see cref="LoiterDetector"/>.</summary>
internal sealed class LoiterScorer : IClipScorer
{
    private const double Width = 1.5;
    private const double LeastVariance = 1e-4;

    public LoiterScorer(ReadOnlySpan<double> sums, MotionScale scale)
    {
        var cells = scale.Cells;
        var moments = new double[3][];
        for (var m = 0; m < moments.Length; m++)
        {
            moments[m] = Gaussian.Grid(sums.Slice(m * cells, cells), scale.Columns, Width, repeatEdge: true);
        }

        var (mean, variance) = (new double[cells], new double[cells]);
        double weighted = 0, total = 0;
        for (var i = 0; i < cells; i++)
        {
            var n = Math.Max(moments[0][i], 1);
            mean[i] = moments[1][i] / n;
            variance[i] = Math.Max((moments[2][i] / n) - (mean[i] * mean[i]), 0);
            weighted += variance[i] * mean[i];
            total += mean[i];
        }

        // Where hardly anything was, the spread of the whole: else any first visit would be loitering.
        var common = (total > 0 ? weighted / total : 0) + LeastVariance;
        Mean = [.. mean.Select(m => (float)m)];
        Deviation = [.. variance.Select(v => (float)Math.Sqrt(v + common))];
    }

    public float[] Mean { get; }

    public float[] Deviation { get; }

    public float Score(MotionFrame frame, Span<float> map)
    {
        var best = float.NegativeInfinity;
        for (var cell = 0; cell < map.Length; cell++)
        {
            var x = cell % frame.Columns;
            if (x < MotionOptions.Border || x >= frame.Columns - MotionOptions.Border)
            {
                map[cell] = float.NegativeInfinity;
                continue;
            }

            map[cell] = (frame.Occupied[cell] - Mean[cell]) / Deviation[cell];
            best = Math.Max(best, map[cell]);
        }

        return best;
    }

    public string Explain(MotionFrame frame, int cell, Camera camera)
    {
        var (x, y) = camera.PixelOf(cell);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"({x}, {y}) has been taken {100 * frame.Occupied[cell]:0} % of the time lately; usual {100 * Mean[cell]:0} +- {100 * Deviation[cell]:0} %");
    }
}
