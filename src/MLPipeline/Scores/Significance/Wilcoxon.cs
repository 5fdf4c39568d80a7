using MathNet.Numerics.Distributions;

namespace MLPipeline.Scores;

/// <summary>Result of <see cref="Wilcoxon.SignedRank"/>.</summary>
/// <param name="Pairs">Pairs with a difference; pairs without one are dropped.</param>
/// <param name="PositiveRanks">W+, the sum of the ranks of the pairs in which the first is higher.</param>
/// <param name="NegativeRanks">W-, the sum of the ranks of the pairs in which the second is higher.</param>
/// <param name="P">Two-sided p-value; 1 where no pair differs.</param>
/// <param name="IsExact">True where p was counted, false where the normal approximation was used.</param>
public sealed record WilcoxonResult(int Pairs, double PositiveRanks, double NegativeRanks, double P, bool IsExact);

/// <summary>Wilcoxon's signed-rank test: do two runs differ over categories (Wilcoxon 1945, Demsar 2006)?</summary>
public static class Wilcoxon
{
    /// <summary>Pairs up to which the p-value is counted exactly.</summary>
    public const int ExactUpTo = 50;

    /// <summary>
    /// Tests whether the differences are symmetric about 0. Up to 50 pairs the p-value is exact, conditional on the ranks, so
    /// also with ties: all 2^n signs are counted. Above that it is normal, variance corrected for ties, no continuity
    /// correction. Five pairs cannot give less than 0.0625.
    /// </summary>
    /// <param name="first">A value per category, for example the AUROC of the first run.</param>
    /// <param name="second">The values of the second run for the same categories.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is NaN or infinite; the message names its index.</exception>
    public static WilcoxonResult SignedRank(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"There are {first.Length} values but {second.Length} in the second run.", nameof(second));
        }

        var differences = new List<double>();
        for (var i = 0; i < first.Length; i++)
        {
            // Rounded, so that 0.3 - 0.2 and 0.2 - 0.1 are the tie that they mean.
            var difference = Math.Round(first[i] - second[i], 12);
            if (!double.IsFinite(difference))
            {
                throw new ArgumentException($"The pair at index {i} is {first[i]} and {second[i]}; both must be finite.", nameof(first));
            }

            if (difference != 0)
            {
                differences.Add(difference);
            }
        }

        var ranks = Ranks.Mid<double>([.. differences.Select(Math.Abs)]);
        var positive = ranks.Where((_, i) => differences[i] > 0).Sum();
        var negative = ranks.Sum() - positive;
        var exact = ranks.Length <= ExactUpTo;
        var p = exact ? ExactP(ranks, Math.Min(positive, negative)) : NormalP(ranks, positive, negative);
        return new WilcoxonResult(ranks.Length, positive, negative, p, exact);
    }

    /// <summary>Twice the share of all sign patterns whose W+ is at most the statistic.</summary>
    private static double ExactP(double[] ranks, double statistic)
    {
        // Midranks are multiples of 1/2, so twice a rank is an integer. counts[s]: patterns with 2 W+ = s, exact below 2^53.
        var doubled = Array.ConvertAll(ranks, rank => (int)(2 * rank));
        var counts = new double[doubled.Sum() + 1];
        counts[0] = 1;
        var reached = 0;
        foreach (var rank in doubled)
        {
            reached += rank;
            for (var sum = reached; sum >= rank; sum--)
            {
                counts[sum] += counts[sum - rank];
            }
        }

        return Math.Min(1, 2 * counts.Take((int)(2 * statistic) + 1).Sum() / Math.Pow(2, ranks.Length));
    }

    private static double NormalP(double[] ranks, double positive, double negative)
    {
        double n = ranks.Length;
        var variance = (n * (n + 1) * ((2 * n) + 1) / 24) - (Ranks.TieSum(ranks) / 48);
        var z = (positive - negative) / 2 / Math.Sqrt(variance);
        return 2 * Normal.CDF(0, 1, -Math.Abs(z));
    }
}
