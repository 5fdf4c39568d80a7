using System.Globalization;
using MLPipeline.Compute;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>
/// How fast things move: mean and deviation of the speed by row (the distance from the camera) and quarter of the direction.
/// The speed is weighted by the fourth root of the window's foreground, since a small content gives an unsure speed.
/// </summary>
internal sealed class SpeedDetector : IClipDetector
{
    private const int Moments = 3;

    /// <summary>Quarters of the direction: left, right, up, down.</summary>
    internal const int Quarters = 4;

    /// <inheritdoc/>
    public string Name => "speed";

    /// <inheritdoc/>
    public string Sees => "something moves faster than is usual at that distance and in that direction";

    /// <inheritdoc/>
    public int SumsOf(MotionScale scale) => Moments * Quarters * scale.Rows;

    /// <inheritdoc/>
    public void Add(Span<double> sums, MotionFrame frame, ClipContext context)
    {
        var rows = context.Scale.Rows;
        foreach (var cell in frame.Valid)
        {
            var key = (QuarterOf(frame, cell) * rows) + (cell / frame.Columns);
            double speed = Weighted(frame, cell);
            sums[key]++;
            sums[(Quarters * rows) + key] += speed;
            sums[(2 * Quarters * rows) + key] += speed * speed;
        }
    }

    /// <inheritdoc/>
    public IClipScorer Fit(ReadOnlySpan<double> sums, ClipContext context) => new SpeedScorer(sums, context.Scale);

    internal static int QuarterOf(MotionFrame frame, int cell)
    {
        var (u, v) = (frame.U[cell], frame.V[cell]);
        return Math.Abs(u) >= Math.Abs(v) ? (u > 0 ? 1 : 0) : (v > 0 ? 3 : 2);
    }

    internal static float Weighted(MotionFrame frame, int cell) => frame.Speed(cell) * MathF.Sqrt(MathF.Sqrt(frame.Foreground[cell]));
}

/// <summary>The speed of a window in deviations from what is usual; see <see cref="SpeedDetector"/>.</summary>
internal sealed class SpeedScorer : IClipScorer
{
    private const double RowWidth = 1.75;
    private const double Prior = 30;
    private const double LeastVariance = 1e-5;
    private const float Nothing = -5;

    private readonly int _rows;
    private readonly double[] _mean;
    private readonly double[] _deviation;

    /// <summary>Rare directions are drawn to their row, empty rows to the whole.</summary>
    public SpeedScorer(ReadOnlySpan<double> sums, MotionScale scale)
    {
        _rows = scale.Rows;
        var size = SpeedDetector.Quarters * _rows;
        var smooth = new double[sums.Length];
        for (var line = 0; line < sums.Length; line += _rows)
        {
            Gaussian.Line(sums.Slice(line, _rows), RowWidth, smooth.AsSpan(line, _rows));
        }

        var (count, sum, squares) = (Total(sums[..size]), Total(sums[size..(2 * size)]), Total(sums[(2 * size)..]));
        var (overall, overallSquare) = count > 0 ? (sum / count, squares / count) : (0, 1);
        (_mean, _deviation) = (new double[size], new double[size]);
        for (var row = 0; row < _rows; row++)
        {
            double n = 0, a = 0, q = 0;
            for (var i = row; i < size; i += _rows)
            {
                n += smooth[i];
                a += smooth[size + i];
                q += smooth[(2 * size) + i];
            }

            var rowMean = (a + (Prior * overall)) / (n + Prior);
            var rowSquare = (q + (Prior * overallSquare)) / (n + Prior);
            for (var i = row; i < size; i += _rows)
            {
                _mean[i] = (smooth[size + i] + (Prior * rowMean)) / (smooth[i] + Prior);
                var square = (smooth[(2 * size) + i] + (Prior * rowSquare)) / (smooth[i] + Prior);
                _deviation[i] = Math.Sqrt(Math.Max(square - (_mean[i] * _mean[i]), LeastVariance));
            }
        }
    }

    /// <summary>Usual weighted speed, quarter after quarter, row by row.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>Its deviation.</summary>
    public IReadOnlyList<double> Deviation => _deviation;

    public float Score(MotionFrame frame, Span<float> map)
    {
        Span<float> values = frame.Valid.Count <= 4096 ? stackalloc float[frame.Valid.Count] : new float[frame.Valid.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Standardised(frame, frame.Valid[i]);
        }

        return Pooled.Max(frame, values, map, Nothing);
    }

    /// <summary>Deviations of a window's speed from what is usual.</summary>
    public float Standardised(MotionFrame frame, int cell)
    {
        var key = Key(frame, cell);
        return (float)((SpeedDetector.Weighted(frame, cell) - _mean[key]) / _deviation[key]);
    }

    public string Explain(MotionFrame frame, int cell, Camera camera)
    {
        var (x, y) = camera.PixelOf(cell);
        var key = Key(frame, cell);
        var scale = (double)camera.SourceHeight / camera.Height;
        var weight = Math.Pow(frame.Foreground[cell], 0.25);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"moves {scale * frame.Speed(cell):0.0#} pixels a frame at ({x}, {y}); usual in this row {scale * _mean[key] / weight:0.0#} +- {scale * _deviation[key] / weight:0.0#}");
    }

    private int Key(MotionFrame frame, int cell) => (SpeedDetector.QuarterOf(frame, cell) * _rows) + (cell / frame.Columns);

    private static double Total(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }
}
