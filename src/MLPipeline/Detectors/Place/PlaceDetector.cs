using System.Globalization;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>How usual it is that something is here at all: -log of the share of training frames in which the place was taken.</summary>
internal sealed class PlaceDetector : IClipDetector
{
    /// <inheritdoc/>
    public string Name => "place";

    /// <inheritdoc/>
    public string Sees => "something is where hardly anything ever was";

    /// <inheritdoc/>
    public int SumsOf(MotionScale scale) => VelocityCounts.SumsOf(scale);

    /// <inheritdoc/>
    public void Add(Span<double> sums, MotionFrame frame, ClipContext context) => VelocityCounts.Add(sums, frame, context.Scale);

    /// <inheritdoc/>
    public IClipScorer Fit(ReadOnlySpan<double> sums, ClipContext context) => new PlaceScorer(sums, context.Scale);
}

/// <summary>A table of surprises by cell; see <see cref="PlaceDetector"/>.</summary>
internal sealed class PlaceScorer : IClipScorer
{
    private readonly double _frames;

    public PlaceScorer(ReadOnlySpan<double> sums, MotionScale scale)
    {
        var counts = VelocityCounts.Smooth(sums, scale);
        var cells = scale.Cells;
        _frames = sums[^1];
        Table = new float[cells];
        for (var i = 0; i < cells; i++)
        {
            var place = 0.0;
            for (var c = 0; c < MotionScale.Classes; c++)
            {
                place += counts[(c * cells) + i];
            }

            Table[i] = (float)-Math.Log((place + 1) / (_frames + 1));
        }
    }

    /// <summary>The surprise of each cell, in natural logarithms.</summary>
    public float[] Table { get; }

    public float Score(MotionFrame frame, Span<float> map)
    {
        Span<float> values = frame.Valid.Count <= 4096 ? stackalloc float[frame.Valid.Count] : new float[frame.Valid.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Table[frame.Valid[i]];
        }

        return Pooled.Max(frame, values, map, 0);
    }

    public string Explain(MotionFrame frame, int cell, Camera camera)
    {
        var (x, y) = camera.PixelOf(cell);
        var times = Math.Max(0, (Math.Exp(-Table[cell]) * (_frames + 1)) - 1);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"something is at ({x}, {y}), where {(times < 0.5 ? "nothing was" : $"something was in about {times:0} frames")} of {_frames:0} training frames");
    }
}
