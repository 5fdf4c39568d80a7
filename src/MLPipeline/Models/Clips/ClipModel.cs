using MLPipeline.Detectors;
using MLPipeline.Featurization;
using MLPipeline.Scores;

namespace MLPipeline.Models;

/// <summary>
/// A trained detector for the clips of one camera: sums, and what follows from them. Safe for several threads at once.
/// </summary>
public sealed class ClipModel
{
    private readonly IClipScorer[] _scorers;
    private readonly TailEvidence[] _tails;
    private readonly double[] _weights;

    /// <summary>Makes a model out of what was learnt.</summary>
    /// <param name="camera">The camera.</param>
    /// <param name="scale">Its grid and typical speed.</param>
    /// <param name="detectors">The detectors, each after those it needs.</param>
    /// <param name="statistics">What they have learnt.</param>
    /// <param name="weights">Their shares of the budget of false alarms, which sum to 1.</param>
    /// <param name="targetRate">The share of normal frames that may be above the limit.</param>
    internal ClipModel(Camera camera, MotionScale scale, IReadOnlyList<IClipDetector> detectors, ClipStatistics statistics, double[] weights, double targetRate)
    {
        (Camera, Scale, Detectors, Statistics, _weights, TargetRate) = (camera, scale, detectors, statistics, weights, targetRate);
        _scorers = Fit(detectors, statistics.Sums, scale);
        _tails = [.. Enumerable.Range(0, detectors.Count).Select(d => new TailEvidence(statistics.HeldOut.SelectMany(clip => clip.Scores[d])))];
        Limit = LimitFor(targetRate);
    }

    /// <summary>The camera.</summary>
    public Camera Camera { get; }

    /// <summary>The grid and the typical speed.</summary>
    public MotionScale Scale { get; }

    /// <summary>The detectors.</summary>
    public IReadOnlyList<IClipDetector> Detectors { get; }

    /// <summary>The detectors' shares of the budget of false alarms, which sum to 1.</summary>
    public IReadOnlyList<double> Weights => _weights;

    internal ReadOnlySpan<double> WeightsSpan => _weights;

    /// <summary>The share of normal frames that may be above <see cref="Limit"/>.</summary>
    public double TargetRate { get; }

    /// <summary>A frame is unusual if its joined evidence is larger.</summary>
    public double Limit { get; }

    /// <summary>What was learnt: sums of all training clips, and their held-out scores.</summary>
    public ClipStatistics Statistics { get; }

    /// <summary>The tails of the detectors' scores.</summary>
    internal IReadOnlyList<TailEvidence> Tails => _tails;

    /// <summary>The scorers of the detectors.</summary>
    internal IReadOnlyList<IClipScorer> Scorers => _scorers;

    /// <summary>A limit for another rate of false alarms; positive infinity where the training clips cannot promise it.</summary>
    /// <param name="rate">The share of normal frames that may be above it.</param>
    /// <param name="smoothed">Whether it is for smoothed scores.</param>
    public double LimitFor(double rate, bool smoothed = false) => ClipLimit.Of([.. HeldOutEvidence().Select(e => smoothed ? Smoothing.Causal(e) : e)], rate);

    /// <summary>The joined evidence of the training clips, each by a model that did not learn from it.</summary>
    public IReadOnlyList<double[]> HeldOutEvidence() =>
        [.. Statistics.HeldOut.Select(clip => Enumerable.Range(0, clip.Frames).Select(i => Join([.. clip.Scores.Select(s => s[i])])).ToArray())];

    /// <summary>The same model with other shares of the budget of false alarms, and the limit that follows from them.</summary>
    /// <param name="weights">A share for each detector; they are divided by their sum.</param>
    public ClipModel WithWeights(IReadOnlyList<double> weights)
    {
        var sum = weights.Sum();
        return new(Camera, Scale, Detectors, Statistics, [.. weights.Select(w => w / sum)], TargetRate);
    }

    /// <summary>The evidence of the training clips, detector by detector in each frame, each by a model that did not learn from it.</summary>
    public IReadOnlyList<IReadOnlyList<double[]>> HeldOutMembers() =>
        [.. Statistics.HeldOut.Select(clip => (IReadOnlyList<double[]>)[.. Enumerable.Range(0, clip.Frames).Select(i => clip.Scores.Select((s, d) => _tails[d].Of(s[i])).ToArray())])];

    /// <summary>The evidence of one detector's score.</summary>
    internal double Evidence(int detector, float score) => _tails[detector].Of(score);

    /// <summary>The joined evidence of all detectors' scores of a frame.</summary>
    internal double Join(ReadOnlySpan<float> scores)
    {
        Span<double> evidence = stackalloc double[scores.Length];
        for (var d = 0; d < scores.Length; d++)
        {
            evidence[d] = _tails[d].Of(scores[d]);
        }

        return JoinedEvidence.Of(evidence, _weights);
    }

    /// <summary>The scorers that follow from sums.</summary>
    internal static IClipScorer[] Fit(IReadOnlyList<IClipDetector> detectors, IReadOnlyList<double[]> sums, MotionScale scale)
    {
        var scorers = new IClipScorer[detectors.Count];
        var earlier = new Dictionary<string, IClipScorer>(StringComparer.Ordinal);
        var context = new ClipContext(scale, earlier);
        for (var d = 0; d < scorers.Length; d++)
        {
            scorers[d] = earlier[detectors[d].Name] = detectors[d].Fit(sums[d], context);
        }

        return scorers;
    }
}

/// <summary>What was learnt from clips. All of it adds.</summary>
/// <param name="Sums">The sums of each detector over all clips.</param>
/// <param name="HeldOut">The scores of each clip by detectors that did not learn from it.</param>
public sealed record ClipStatistics(IReadOnlyList<double[]> Sums, IReadOnlyList<HeldOutClip> HeldOut);

/// <summary>The scores of a training clip by detectors that did not learn from it.</summary>
/// <param name="Name">The clip.</param>
/// <param name="Scores">Detector by detector, the score of each frame.</param>
public sealed record HeldOutClip(string Name, IReadOnlyList<float[]> Scores)
{
    /// <summary>Frames of the clip.</summary>
    public int Frames => Scores.Count > 0 ? Scores[0].Length : 0;
}
