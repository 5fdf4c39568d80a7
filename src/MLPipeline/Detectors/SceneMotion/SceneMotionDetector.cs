using System.Globalization;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>
/// How unusual the motion of the whole picture is (a crowd that runs apart, a road that stops): the Mahalanobis distance of
/// three numbers: mean speed of the windows in deviations, share of still windows, logarithm of how many there are. Needs
/// <see cref="SpeedDetector"/> before it.
/// </summary>
public sealed class SceneMotionDetector : IClipDetector
{
    /// <summary>How many numbers describe a frame.</summary>
    internal const int Features = 3;

    /// <inheritdoc/>
    public string Name => "scene";

    /// <inheritdoc/>
    public string Sees => "the motion of the whole picture is unusual";

    /// <inheritdoc/>
    public IReadOnlyList<string> Needs => ["speed"];

    /// <inheritdoc/>
    public bool IsLocal => false;

    /// <inheritdoc/>
    public int SumsOf(MotionScale scale) => 1 + Features + (Features * Features);

    /// <inheritdoc/>
    public void Add(Span<double> sums, MotionFrame frame, ClipContext context)
    {
        var f = FeaturesOf(frame, context);
        sums[0]++;
        for (var i = 0; i < Features; i++)
        {
            sums[1 + i] += f[i];
            for (var j = 0; j < Features; j++)
            {
                sums[1 + Features + (i * Features) + j] += f[i] * f[j];
            }
        }
    }

    /// <inheritdoc/>
    public IClipScorer Fit(ReadOnlySpan<double> sums, ClipContext context) => new SceneMotionScorer(sums, context);

    /// <summary>The three numbers.</summary>
    internal static double[] FeaturesOf(MotionFrame frame, ClipContext context)
    {
        var speed = (SpeedScorer)context.Earlier["speed"];
        double sum = 0, still = 0;
        foreach (var cell in frame.Valid)
        {
            sum += Math.Clamp(speed.Standardised(frame, cell), -4, 6);
            still += context.Scale.ClassOf(frame, cell) == 0 ? 1 : 0;
        }

        var n = frame.Valid.Count + 5.0;
        return [sum / n, still / n, Math.Log(n)];
    }
}

/// <summary>Mean and inverse covariance of the three numbers; see <see cref="SceneMotionDetector"/>.</summary>
internal sealed class SceneMotionScorer : IClipScorer
{
    private const int N = SceneMotionDetector.Features;
    private const double Ridge = 0.01;
    private static readonly string[] Names = ["speed of all that moves", "share of what stands still", "amount of what is there"];

    private readonly ClipContext _context;
    private readonly double[] _mean = new double[N];
    private readonly double[,] _covariance = new double[N, N];
    private readonly double[,] _inverse;

    public SceneMotionScorer(ReadOnlySpan<double> sums, ClipContext context)
    {
        _context = context;
        var count = Math.Max(sums[0], 1);
        for (var i = 0; i < N; i++)
        {
            _mean[i] = sums[1 + i] / count;
        }

        for (var i = 0; i < N; i++)
        {
            for (var j = 0; j < N; j++)
            {
                _covariance[i, j] = (sums[1 + N + (i * N) + j] / count) - (_mean[i] * _mean[j]) + (i == j ? Ridge : 0);
            }
        }

        _inverse = Inverse(_covariance);
    }

    public float Score(MotionFrame frame, Span<float> map)
    {
        map.Fill(float.NegativeInfinity);
        var f = SceneMotionDetector.FeaturesOf(frame, _context);
        var sum = 0.0;
        for (var i = 0; i < N; i++)
        {
            for (var j = 0; j < N; j++)
            {
                sum += (f[i] - _mean[i]) * _inverse[i, j] * (f[j] - _mean[j]);
            }
        }

        return (float)Math.Sqrt(Math.Max(sum, 0));
    }

    public string Explain(MotionFrame frame, int cell, Camera camera)
    {
        var f = SceneMotionDetector.FeaturesOf(frame, _context);
        var z = f.Select((value, i) => (value - _mean[i]) / Math.Sqrt(_covariance[i, i])).ToArray();
        var most = Enumerable.Range(0, N).MaxBy(i => Math.Abs(z[i]));
        return string.Create(CultureInfo.InvariantCulture, $"the {Names[most]} in the whole picture is {Math.Abs(z[most]):0.0} deviations {(z[most] > 0 ? "above" : "below")} usual");
    }

    // Three by three, by cofactors.
    private static double[,] Inverse(double[,] m)
    {
        double Cofactor(int i, int j)
        {
            var (a, b, c, d) = ((i + 1) % N, (i + 2) % N, (j + 1) % N, (j + 2) % N);
            return (m[a, c] * m[b, d]) - (m[a, d] * m[b, c]);
        }

        var det = (m[0, 0] * Cofactor(0, 0)) + (m[0, 1] * Cofactor(0, 1)) + (m[0, 2] * Cofactor(0, 2));
        var inverse = new double[N, N];
        for (var i = 0; i < N; i++)
        {
            for (var j = 0; j < N; j++)
            {
                inverse[j, i] = Cofactor(i, j) / det;
            }
        }

        return inverse;
    }
}
