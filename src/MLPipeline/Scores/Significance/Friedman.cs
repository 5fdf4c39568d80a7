using MathNet.Numerics;

namespace MLPipeline.Scores;

/// <summary>Result of <see cref="Friedman.Test"/>.</summary>
/// <param name="MeanRanks">Mean rank of each run over the categories; 1 = best in every category.</param>
/// <param name="ChiSquare">The statistic, corrected for ties.</param>
/// <param name="DegreesOfFreedom">Runs - 1.</param>
/// <param name="P">p-value by the chi-square approximation, which is rough below ten categories.</param>
public sealed record FriedmanResult(IReadOnlyList<double> MeanRanks, double ChiSquare, int DegreesOfFreedom, double P);

/// <summary>Friedman's test: do several runs differ over categories, by their ranks within each (Friedman 1937, Demsar 2006)?</summary>
public static class Friedman
{
    /// <summary>Ranks the runs within each category and tests whether the mean ranks could come from chance.</summary>
    /// <param name="values">A row per category, a column per run; a higher value is better, for example AUROC.</param>
    /// <exception cref="ArgumentException">
    /// Fewer than two categories or runs, rows of different lengths, or a NaN; the message says where.
    /// </exception>
    public static FriedmanResult Test(IReadOnlyList<IReadOnlyList<double>> values)
    {
        var n = values.Count;
        if (n < 2 || values[0].Count < 2)
        {
            throw new ArgumentException(
                $"The Friedman test needs two categories and two runs, but there are {n} and {(n == 0 ? 0 : values[0].Count)}.", nameof(values));
        }

        var k = values[0].Count;
        var sums = new double[k];
        var ties = 0.0;
        for (var row = 0; row < n; row++)
        {
            // Negated, because rank 1 is the best. Rounded, so that equal values that were computed differently tie.
            var ranks = Ranks.Mid<double>([.. Checked(values[row], row, k).Select(v => -Math.Round(v, 12) + 0.0)]);
            ties += Ranks.TieSum(ranks);
            for (var run = 0; run < k; run++)
            {
                sums[run] += ranks[run];
            }
        }

        var correction = 1 - (ties / (n * k * ((k * k) - 1.0)));
        var expected = n * (k + 1) / 2.0;
        var chiSquare = correction <= 0
            ? 0 // All runs tie in every category.
            : 12.0 / (n * k * (k + 1.0)) * sums.Sum(sum => (sum - expected) * (sum - expected)) / correction;
        var p = SpecialFunctions.GammaUpperRegularized((k - 1) / 2.0, chiSquare / 2);
        return new FriedmanResult(Array.ConvertAll(sums, sum => sum / n), chiSquare, k - 1, p);
    }

    private static IReadOnlyList<double> Checked(IReadOnlyList<double> row, int index, int length)
    {
        if (row.Count != length || row.Any(double.IsNaN))
        {
            throw new ArgumentException(
                $"Row {index} must have {length} numbers like the first row and no NaN; leave out categories that a run lacks.", nameof(row));
        }

        return row;
    }
}
