namespace MLPipeline.Detectors;

/// <summary>How an anomaly map becomes one score: the mean over a share of the cells, the most anomalous ones.</summary>
internal static class TopShare
{
    /// <summary>The number of cells, at least one: the share rounded up.</summary>
    public static int Count(int cells, double share) => Math.Max(1, (int)Math.Ceiling((share * cells) - 1e-9));

    /// <summary>The mean of the largest values.</summary>
    public static float Mean(float[] values, double share) => (float)values.OrderDescending().Take(Count(values.Length, share)).Average(v => (double)v);
}
