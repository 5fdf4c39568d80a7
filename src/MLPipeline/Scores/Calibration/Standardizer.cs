namespace MLPipeline.Scores;

/// <summary>
/// Puts the scores of different detectors on one scale: (log score - median) / deviation, with median and deviation of the
/// logarithms of out-of-fold scores of good photos. The deviation is the root mean square: a detector that is upset by a few good
/// photos must count for less, and a robust deviation would not see it.
/// </summary>
/// <param name="Center">The median.</param>
/// <param name="Scale">The root mean square deviation from the median.</param>
/// <param name="Logarithmic">False where a good photo scored zero or less; the scores are then taken as they are.</param>
public sealed record Standardizer(double Center, double Scale, bool Logarithmic)
{
    /// <summary>Scores at or below this have their logarithm taken here.</summary>
    public const double SmallestScore = 1e-20;

    /// <summary>Learns the scale from out-of-fold scores of good photos.</summary>
    public static Standardizer Of(IReadOnlyCollection<float> goodScores)
    {
        var logarithmic = goodScores.All(s => s > 0);
        var values = goodScores.Select(s => logarithmic ? Math.Log(s) : s).Order().ToArray();
        var center = Median(values);
        var deviation = Math.Sqrt(values.Average(v => (v - center) * (v - center)));

        // Photos that all have the same score leave no deviation to divide by.
        return new(center, deviation > 1e-9 ? deviation : 1, logarithmic);
    }

    /// <summary>The same without logarithms, for values that may lie on both sides of zero; the deviation is the root mean square.</summary>
    public static Standardizer Linear(IReadOnlyCollection<double> values)
    {
        var center = Median([.. values.Order()]);
        var deviation = Math.Sqrt(values.Average(v => (v - center) * (v - center)));
        return new(center, deviation > 1e-9 ? deviation : 1, Logarithmic: false);
    }

    /// <summary>The standardised score.</summary>
    public double Apply(double score) => ((Logarithmic ? Math.Log(Math.Max(score, SmallestScore)) : score) - Center) / Scale;

    private static double Median(double[] sorted) =>
        (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
