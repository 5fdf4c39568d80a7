using System.Globalization;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>What was not there, stays and is no shadow: a bag, somebody who lies. Learns nothing; its tail is the training clips'.</summary>
internal sealed class LeftDetector : IClipDetector
{
    /// <inheritdoc/>
    public string Name => "left";

    /// <inheritdoc/>
    public string Sees => "something that was not there before stays";

    /// <inheritdoc/>
    public int SumsOf(MotionScale scale) => 0;

    /// <inheritdoc/>
    public void Add(Span<double> sums, MotionFrame frame, ClipContext context)
    {
        // The age is measured, not learnt.
    }

    /// <inheritdoc/>
    public IClipScorer Fit(ReadOnlySpan<double> sums, ClipContext context) => new LeftScorer();
}

/// <summary>The logarithm of the age; see <see cref="LeftDetector"/>.</summary>
internal sealed class LeftScorer : IClipScorer
{
    public float Score(MotionFrame frame, Span<float> map)
    {
        var best = 0f;
        for (var cell = 0; cell < map.Length; cell++)
        {
            map[cell] = frame.Age[cell] > 0 ? MathF.Log(1 + frame.Age[cell]) : float.NegativeInfinity;
            best = Math.Max(best, map[cell]);
        }

        return best;
    }

    public string Explain(MotionFrame frame, int cell, Camera camera)
    {
        var (x, y) = camera.PixelOf(cell);
        return string.Create(CultureInfo.InvariantCulture, $"something stays at ({x}, {y}) that was not there {frame.Age[cell]:0} frames ago");
    }
}
