using MLPipeline.Scores;

namespace MLPipeline.Models;

/// <summary>A clip of which only one thing is known: whether something unusual is somewhere in it.</summary>
/// <param name="Kind">The kind of what is in it; null where nothing unusual is.</param>
/// <param name="Evidence">The evidence of each detector, frame by frame.</param>
public sealed record WeakClip(string? Kind, IReadOnlyList<double[]> Evidence);

/// <summary>
/// Learns the detectors' shares of the budget of false alarms from clips with a label for the whole clip (multiple-instance
/// learning): the highest stretch of a clip stands for it, and clips with something unusual shall stand above normal ones. Shares are
/// positive, sum to 1 and are drawn to the default by their relative entropy; the gradient is exact.
/// </summary>
public static class WeakWeights
{
    /// <summary>Frames of the stretch that stands for a clip: one frame alone is often noise.</summary>
    private const int Stretch = 5;

    private const double Shrinkage = 0.3;
    private const double Temperature = 1;
    private const double Step = 0.2;
    private const int Steps = 200;

    /// <summary>Learns the shares, and keeps them only where they help on kinds that they were not learnt from.</summary>
    /// <param name="clips">Clips with something unusual and normal ones; of both at least one.</param>
    /// <param name="start">The default shares, which sum to 1.</param>
    /// <returns>The shares, and whether they are others than the default: held-out kinds then stand at least as high as before.</returns>
    public static (double[] Weights, bool IsLearnt) Learn(IReadOnlyList<WeakClip> clips, double[] start)
    {
        var normal = clips.Where(c => c.Kind is null).ToList();
        var kinds = clips.Where(c => c.Kind is not null).GroupBy(c => c.Kind!, StringComparer.Ordinal).ToList();
        if (normal.Count == 0 || kinds.Count < 2)
        {
            // With one kind there is nothing to hold out, and what is learnt from one kind makes others worse.
            return (start, false);
        }

        double before = 0, after = 0;
        foreach (var kind in kinds)
        {
            var weights = Fit([.. kinds.Where(k => k.Key != kind.Key).SelectMany(k => k)], normal, start);
            before += Loss([.. kind], normal, start);
            after += Loss([.. kind], normal, weights);
        }

        return after < before ? (Fit([.. kinds.SelectMany(k => k)], normal, start), true) : (start, false);
    }

    private static double[] Fit(IReadOnlyList<WeakClip> unusual, IReadOnlyList<WeakClip> normal, double[] start)
    {
        var weights = (double[])start.Clone();
        for (var step = 0; step < Steps; step++)
        {
            var gradient = new double[start.Length];
            var own = unusual.Select(c => Peak(c, weights)).ToArray();
            var other = normal.Select(c => Peak(c, weights)).ToArray();
            foreach (var a in own)
            {
                foreach (var n in other)
                {
                    // d softplus(-(a - n)) = -sigmoid(n - a) (da - dn)
                    var pull = 1 / (1 + Math.Exp((a.Value - n.Value) / Temperature)) / (own.Length * other.Length * Temperature);
                    for (var m = 0; m < gradient.Length; m++)
                    {
                        gradient[m] -= pull * (a.Gradient[m] - n.Gradient[m]);
                    }
                }
            }

            var sum = 0.0;
            for (var m = 0; m < weights.Length; m++)
            {
                // A step of the logarithms: shares stay positive.
                weights[m] *= Math.Exp(-Step * ((weights[m] * gradient[m]) + (Shrinkage * Math.Log(weights[m] / start[m]))));
                sum += weights[m];
            }

            for (var m = 0; m < weights.Length; m++)
            {
                weights[m] = Math.Max(weights[m] / sum, 1e-6);
            }
        }

        return weights;
    }

    private static double Loss(IReadOnlyList<WeakClip> unusual, IReadOnlyList<WeakClip> normal, double[] weights)
    {
        var other = normal.Select(c => Peak(c, weights).Value).ToArray();
        return unusual.Select(c => Peak(c, weights).Value).Average(a => other.Average(n => Math.Log(1 + Math.Exp((n - a) / Temperature))));
    }

    /// <summary>The highest mean of joined evidence over a stretch, and its slope by the shares.</summary>
    private static (double Value, double[] Gradient) Peak(WeakClip clip, double[] weights)
    {
        var joined = clip.Evidence.Select(e => Math.Min(JoinedEvidence.Of(e, weights), Smoothing.Cap)).ToArray();
        var length = Math.Min(Stretch, joined.Length);
        var (best, at) = (double.NegativeInfinity, 0);
        for (var i = 0; i + length <= joined.Length; i++)
        {
            var mean = joined.AsSpan(i, length).ToArray().Average();
            (best, at) = mean > best ? (mean, i) : (best, at);
        }

        var gradient = new double[weights.Length];
        for (var i = at; i < at + length; i++)
        {
            for (var m = 0; m < gradient.Length; m++)
            {
                // What is capped does not move.
                gradient[m] += joined[i] < Smoothing.Cap ? Math.Exp(clip.Evidence[i][m] - joined[i]) / length : 0;
            }
        }

        return (best, gradient);
    }
}
