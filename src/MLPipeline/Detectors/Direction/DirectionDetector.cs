using System.Globalization;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>
/// How usual it is that things move this way here: -log of the share of this direction among all that was at the place. The
/// prior weighs as much as one passage of one person, so one passage is not yet evidence.
/// </summary>
internal sealed class DirectionDetector : IClipDetector
{
    /// <inheritdoc/>
    public string Name => "direction";

    /// <inheritdoc/>
    public string Sees => "something moves in a direction that is unusual at its place, or stands where things move";

    /// <inheritdoc/>
    public int SumsOf(MotionScale scale) => VelocityCounts.SumsOf(scale);

    /// <inheritdoc/>
    public void Add(Span<double> sums, MotionFrame frame, ClipContext context) => VelocityCounts.Add(sums, frame, context.Scale);

    /// <inheritdoc/>
    public IClipScorer Fit(ReadOnlySpan<double> sums, ClipContext context) => new DirectionScorer(sums, context.Scale);
}

/// <summary>A table of surprises by direction and cell; see <see cref="DirectionDetector"/>.</summary>
internal sealed class DirectionScorer : IClipScorer
{
    private static readonly string[] Ways = ["stands still", "moves right", "moves down right", "moves down", "moves down left", "moves left", "moves up left", "moves up", "moves up right"];

    private readonly MotionScale _scale;

    public DirectionScorer(ReadOnlySpan<double> sums, MotionScale scale)
    {
        _scale = scale;
        var cells = scale.Cells;
        var counts = VelocityCounts.Smooth(sums, scale);
        var share = new double[MotionScale.Classes];
        for (var c = 0; c < share.Length; c++)
        {
            foreach (var count in sums.Slice(c * cells, cells))
            {
                share[c] += count;
            }
        }

        var total = share.Sum();
        Table = new float[counts.Length];
        for (var i = 0; i < cells; i++)
        {
            var place = 0.0;
            for (var c = 0; c < share.Length; c++)
            {
                place += counts[(c * cells) + i];
            }

            for (var c = 0; c < share.Length; c++)
            {
                var prior = scale.Passage * (share[c] + 1) / (total + MotionScale.Classes);
                Table[(c * cells) + i] = (float)-Math.Log((counts[(c * cells) + i] + prior) / (place + scale.Passage));
            }
        }
    }

    /// <summary>The surprise of each class in each cell, class after class.</summary>
    public float[] Table { get; }

    public float Score(MotionFrame frame, Span<float> map)
    {
        Span<float> values = frame.Valid.Count <= 4096 ? stackalloc float[frame.Valid.Count] : new float[frame.Valid.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var cell = frame.Valid[i];
            values[i] = Table[(_scale.ClassOf(frame, cell) * _scale.Cells) + cell];
        }

        return Pooled.Max(frame, values, map, 0);
    }

    public string Explain(MotionFrame frame, int cell, Camera camera)
    {
        var (x, y) = camera.PixelOf(cell);
        var kind = _scale.ClassOf(frame, cell);
        var share = 100 * Math.Exp(-Table[(kind * _scale.Cells) + cell]);
        return string.Create(CultureInfo.InvariantCulture, $"{Ways[kind]} at ({x}, {y}), as {share:0.#} % of what was there in training");
    }
}
