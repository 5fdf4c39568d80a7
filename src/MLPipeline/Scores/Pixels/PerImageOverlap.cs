namespace MLPipeline.Scores;

/// <summary>
/// AUPIMO (Bertoldo et al. 2024, arXiv 2401.01984): for each anomalous photo the share of its defective pixels that
/// is found, against the FPR on the good photos alone (mean of the photos' own rates), averaged over the logarithm of
/// the FPR. Thresholds are the scores of the good photos, so one axis serves all anomalous photos.
/// </summary>
internal sealed class PerImageOverlap
{
    private readonly double _lower;
    private readonly double _upper;
    private readonly List<(int Bin, double Rate)> _axis = [];

    /// <param name="bins">Bins of the good photos' pixels, descending.</param>
    /// <param name="weights">Their weights; every good photo has the same total.</param>
    /// <param name="lower">Lower end of the FPR range.</param>
    /// <param name="upper">Upper end of the FPR range.</param>
    public PerImageOverlap(int[] bins, long[] weights, double lower, double upper)
    {
        _lower = lower;
        _upper = upper;
        var total = (double)weights.Sum();
        long sum = 0;

        // Only the thresholds up to the first at or beyond the upper end matter.
        for (var i = 0; i < bins.Length && (_axis.Count == 0 || _axis[^1].Rate < upper); i++)
        {
            sum += weights[i];
            _axis.Add((bins[i], sum / total));
        }

        Points = _axis.Count(point => point.Rate >= lower && point.Rate <= upper);
    }

    /// <summary>Thresholds whose FPR is inside the range.</summary>
    public int Points { get; }

    /// <summary>
    /// Area over log FPR, divided by log(upper / lower). The curve is the exact one, as if every score were a threshold: the
    /// share rises at constant FPR until the next good pixel, then the FPR steps there. Where defective and good
    /// pixels share a bin the share is linear in log FPR. Below the lowest FPR above 0 (1 / pixels) it is the share with no
    /// false positive at all.
    /// </summary>
    /// <param name="defective">The photo's defective pixels.</param>
    public double Area(BinCounts defective)
    {
        var area = 0.0;
        var rate = 0.0;
        foreach (var (bin, nextRate) in _axis)
        {
            var above = defective.ShareAtOrAbove(bin + 1);
            area += rate == 0
                ? above * LogWidth(_lower, Math.Min(nextRate, _upper))
                : Piece(rate, above, nextRate, defective.ShareAtOrAbove(bin));
            rate = nextRate;
        }

        return area / Math.Log(_upper / _lower);
    }

    private static double LogWidth(double from, double to) => to > from ? Math.Log(to / from) : 0;

    private double Piece(double rate, double share, double nextRate, double nextShare)
    {
        var from = Math.Max(rate, _lower);
        var to = Math.Min(nextRate, _upper);
        var width = LogWidth(from, to);
        if (width == 0)
        {
            return 0;
        }

        var slope = (nextShare - share) / Math.Log(nextRate / rate);
        var middle = share + (slope * Math.Log(Math.Sqrt(from * to) / rate));
        return middle * width;
    }
}
