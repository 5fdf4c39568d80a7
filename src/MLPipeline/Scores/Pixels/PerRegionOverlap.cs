namespace MLPipeline.Scores;

/// <summary>AUPRO: the area under mean per-region overlap against FPR (Bergmann et al. 2019, MVTec AD).</summary>
internal static class PerRegionOverlap
{
    /// <summary>
    /// Trapezoid area from FPR 0 to the limit, the last piece interpolated linearly at the limit, divided by the limit.
    /// </summary>
    /// <param name="overlap">Per score, descending: sum over its pixels of 1 / (size of their region), in any unit.</param>
    /// <param name="normal">Per score: normal pixels.</param>
    /// <param name="limit">The FPR to integrate to.</param>
    public static double? Area(ReadOnlySpan<long> overlap, ReadOnlySpan<long> normal, double limit)
    {
        long totalOverlap = 0;
        long totalNormal = 0;
        for (var i = 0; i < overlap.Length; i++)
        {
            totalOverlap += overlap[i];
            totalNormal += normal[i];
        }

        if (totalOverlap == 0 || totalNormal == 0)
        {
            return null;
        }

        var area = 0.0;
        var (rate, share) = (0.0, 0.0);
        long overlapSoFar = 0;
        long normalSoFar = 0;
        for (var i = 0; i < overlap.Length && rate < limit; i++)
        {
            overlapSoFar += overlap[i];
            normalSoFar += normal[i];
            var nextRate = (double)normalSoFar / totalNormal;
            var nextShare = (double)overlapSoFar / totalOverlap;
            if (nextRate > limit)
            {
                nextShare = share + ((nextShare - share) * (limit - rate) / (nextRate - rate));
                nextRate = limit;
            }

            area += (nextRate - rate) * (share + nextShare) / 2;
            (rate, share) = (nextRate, nextShare);
        }

        return area / limit;
    }
}
