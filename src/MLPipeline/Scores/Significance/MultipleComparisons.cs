namespace MLPipeline.Scores;

/// <summary>Corrections for testing many hypotheses at once.</summary>
public static class MultipleComparisons
{
    /// <summary>
    /// Holm's step-down adjusted p-values (Holm 1979): the i-th smallest of m times (m - i + 1), never below the one
    /// before it, at most 1. Rejecting those below alpha keeps the chance of any false rejection below alpha, whatever
    /// the dependence of the tests.
    /// </summary>
    /// <param name="pValues">Raw p-values, 0 to 1, in any order.</param>
    /// <returns>Adjusted p-values in the order of the input.</returns>
    /// <exception cref="ArgumentException">A value is NaN or outside of 0 to 1; the message names its index.</exception>
    public static double[] Holm(ReadOnlySpan<double> pValues)
    {
        var sorted = pValues.ToArray();
        for (var i = 0; i < sorted.Length; i++)
        {
            if (!(sorted[i] >= 0 && sorted[i] <= 1))
            {
                throw new ArgumentException($"The value at index {i} is {sorted[i]}; a p-value is from 0 to 1.", nameof(pValues));
            }
        }

        var order = Enumerable.Range(0, sorted.Length).ToArray();
        Array.Sort(sorted, order);
        var adjusted = new double[sorted.Length];
        var highest = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            highest = Math.Max(highest, Math.Min(1, sorted[i] * (sorted.Length - i)));
            adjusted[order[i]] = highest;
        }

        return adjusted;
    }
}
