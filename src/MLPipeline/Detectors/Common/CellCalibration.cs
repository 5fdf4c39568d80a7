namespace MLPipeline.Detectors;

/// <summary>
/// Puts the cells of an anomaly map on one scale: each cell's distance is divided by the spread of its out-of-fold distances
/// over the good photos, shrunk to the mean spread.
/// </summary>
/// <remarks>
/// With n photos and the variance v_p of cell p's distances (divisor n - 1): v = mean of v_p, s_p^2 = (n v_p + K v) / (n + K),
/// and the factor is sqrt(v) / s_p. What is divided by is the spread and not the mean: a cell that is always away by the same
/// amount makes no false alarm, one that fluctuates among good photos does. With few photos it fades out by itself.
/// </remarks>
internal sealed class CellCalibration
{
    /// <summary>K: so many photos' worth of the mean spread are added to each cell's own.</summary>
    public const double Shrinkage = 100;

    private CellCalibration(float[] factors) => Factors = factors;

    /// <summary>What each cell's distance is multiplied by for the score, row by row.</summary>
    public IReadOnlyList<float> Factors { get; }

    /// <summary>Learns the factors from out-of-fold maps of good photos, at least one, all of the same size.</summary>
    public static CellCalibration Of(IReadOnlyList<float[]> maps)
    {
        var (n, cells) = (maps.Count, maps[0].Length);
        var variances = new double[cells];
        for (var p = 0; p < cells; p++)
        {
            var mean = maps.Average(m => (double)m[p]);
            variances[p] = maps.Sum(m => (m[p] - mean) * (m[p] - mean)) / Math.Max(1, n - 1);
        }

        var typical = variances.Average();
        return new([.. variances.Select(v => typical > 0 ? (float)Math.Sqrt(typical * (n + Shrinkage) / ((n * v) + (Shrinkage * typical))) : 1f)]);
    }

    /// <summary>
    /// The scores that good photos have where each is calibrated by the other folds alone, as a new photo is calibrated by others: a
    /// cell that one photo is far out in would else be weighed down by that photo itself, and a limit would come out too low.
    /// </summary>
    /// <param name="maps">Out-of-fold maps of good photos.</param>
    /// <param name="folds">The fold of each.</param>
    /// <param name="topShare">The share of the cells that a score is the mean of.</param>
    internal static float[] HeldScores(IReadOnlyList<float[]> maps, IReadOnlyList<int> folds, double topShare)
    {
        var others = folds.Distinct().ToDictionary(fold => fold, fold => Of([.. maps.Where((_, i) => folds[i] != fold)]));
        return [.. maps.Select((map, i) => TopShare.Mean(others[folds[i]].ForScore(map), topShare))];
    }

    /// <summary>The distances that the score is made of.</summary>
    public float[] ForScore(float[] map) => [.. map.Select((d, p) => d * Factors[p])];

    /// <summary>
    /// The map that is shown: calibrated at half strength (the square roots of <see cref="Factors"/>), which locates as well as
    /// the plain distances where the fully calibrated map can locate worse.
    /// </summary>
    public float[] ForMap(float[] map) => [.. map.Select((d, p) => d * MathF.Sqrt(Factors[p]))];
}
