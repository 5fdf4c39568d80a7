using MathNet.Numerics.Distributions;

namespace MLPipeline.Scores;

/// <summary>
/// McNemar's test (1947), exact: whether one of two classifiers decides more photos rightly than the other, from the photos
/// on which they differ. Under the null hypothesis each of those is a toss of a coin.
/// </summary>
public static class McNemar
{
    /// <summary>Tests.</summary>
    /// <param name="first">For each photo, whether the first decides rightly.</param>
    /// <param name="second">The same of the second, in the same order.</param>
    /// <exception cref="ArgumentException">The lists are not of one length.</exception>
    public static DecisionComparison Compare(IReadOnlyList<bool> first, IReadOnlyList<bool> second)
    {
        if (first.Count != second.Count)
        {
            throw new ArgumentException($"There are {first.Count} decisions and {second.Count}; both must be about the same photos.", nameof(second));
        }

        var onlyFirst = first.Zip(second).Count(p => p.First && !p.Second);
        var onlySecond = first.Zip(second).Count(p => !p.First && p.Second);
        var fewer = Math.Min(onlyFirst, onlySecond);
        var differ = onlyFirst + onlySecond;
        return new(onlyFirst, onlySecond, differ == 0 ? 1 : Math.Min(1, 2 * Binomial.CDF(0.5, differ, fewer)));
    }
}

/// <summary>Two classifiers' decisions on the same photos.</summary>
/// <param name="OnlyFirst">Photos that the first alone decides rightly.</param>
/// <param name="OnlySecond">Photos that the second alone decides rightly.</param>
/// <param name="P">Two-sided exact p-value; 1 where they never differ.</param>
public sealed record DecisionComparison(int OnlyFirst, int OnlySecond, double P);
