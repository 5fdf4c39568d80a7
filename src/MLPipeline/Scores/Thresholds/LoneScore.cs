namespace MLPipeline.Scores;

/// <summary>
/// A limit that rests on one photo: the largest good score is the limit, and stands alone. With few photos that costs recall that more
/// photos would give back.
/// </summary>
public static class LoneScore
{
    /// <summary>So many times as far from the median as the second largest is alone, in logarithms where all scores are above zero.</summary>
    private const double Alone = 2;

    private const int FewestScores = 5;

    /// <summary>The place of the largest score where it is the limit and stands alone; null where it does not.</summary>
    /// <param name="goodScores">Out-of-fold scores of good photos.</param>
    /// <param name="limit">The limit that follows from them.</param>
    public static int? Of(IReadOnlyList<float> goodScores, float limit)
    {
        if (goodScores.Count < FewestScores || goodScores.Max() > limit)
        {
            return null;
        }

        var values = LogScores.Of(goodScores).Values;
        var median = values[values.Length / 2];
        return values[^1] - median > Alone * (values[^2] - median)
            ? Enumerable.Range(0, goodScores.Count).MaxBy(i => goodScores[i])
            : null;
    }
}
