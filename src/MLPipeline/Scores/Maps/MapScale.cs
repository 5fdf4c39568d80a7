namespace MLPipeline.Scores;

/// <summary>The fixed scale that all heat maps of one model are drawn on, in units of the smoothed anomaly map.</summary>
/// <param name="Low">The median over the positions of good photos: the cold end.</param>
/// <param name="Threshold">The limit of an anomalous pixel: the middle.</param>
public sealed record MapScale(float Low, float Threshold)
{
    /// <summary>Where a value lies between the cold end (0) and the hot end (1); the threshold is at one half.</summary>
    public float Place(float value) =>
        Threshold > Low ? Math.Clamp((value - Low) / (2 * (Threshold - Low)), 0, 1) : value > Threshold ? 1 : 0;
}
