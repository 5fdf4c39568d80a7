namespace MLPipeline.Reports;

/// <summary>One phase of the work on a category.</summary>
/// <param name="Name">featurize, embed, cross-fit, fit, score, pixels or export.</param>
/// <param name="Seconds">Wall-clock time.</param>
/// <param name="Photos">Photos that went through it.</param>
public sealed record Phase(string Name, double Seconds, int Photos)
{
    /// <summary>Photos per second; null where there was nothing to do.</summary>
    public double? Rate => Photos > 0 && Seconds > 0 ? Photos / Seconds : null;
}
