namespace MLPipeline.Scores;

/// <summary>
/// Good scores as the parametric rules see them: their logarithms, where all are above zero, else the scores themselves
/// (those of an ensemble are standardised logarithms already). Distances are skewed to the right, their logarithms are not.
/// </summary>
internal sealed class LogScores
{
    private LogScores(double[] values, bool logarithmic)
    {
        Values = values;
        Logarithmic = logarithmic;
    }

    /// <summary>In ascending order.</summary>
    public double[] Values { get; }

    public bool Logarithmic { get; }

    public static LogScores Of(IReadOnlyCollection<float> scores)
    {
        if (scores.Count == 0)
        {
            throw new ArgumentException("A threshold needs the score of at least one good photo.", nameof(scores));
        }

        var logarithmic = scores.All(s => s > 0);
        return new([.. scores.Select(s => logarithmic ? Math.Log(s) : s).Order()], logarithmic);
    }

    /// <summary>From a limit on <see cref="Values"/> to one on the scores: always finite, because a model holds it as a number.</summary>
    public float ToScore(double limit) => (float)Math.Clamp(Logarithmic ? Math.Exp(limit) : limit, -float.MaxValue, float.MaxValue);
}
