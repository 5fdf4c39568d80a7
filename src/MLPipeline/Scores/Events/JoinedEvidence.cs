namespace MLPipeline.Scores;

/// <summary>
/// Joins the evidence of several members: log of the weighted sum of 1/p. The least probable member decides, and one that sees
/// nothing unusual does not dilute it. Weights are shares of a budget of false alarms.
/// </summary>
public static class JoinedEvidence
{
    /// <summary>The joined evidence.</summary>
    /// <param name="evidence">Of each member, in natural logarithms.</param>
    /// <param name="weights">Of each member; they sum to 1.</param>
    public static double Of(ReadOnlySpan<double> evidence, ReadOnlySpan<double> weights)
    {
        var top = double.NegativeInfinity;
        foreach (var e in evidence)
        {
            top = Math.Max(top, e);
        }

        var sum = 0.0;
        for (var i = 0; i < evidence.Length; i++)
        {
            sum += weights[i] * Math.Exp(evidence[i] - top);
        }

        return top + Math.Log(sum);
    }
}
