namespace MLPipeline.Datasets;

/// <summary>What an inspection looks for.</summary>
public sealed record InspectOptions
{
    /// <summary>The false-positive rate that the threshold shall keep, above 0 and below 1.</summary>
    /// <value>0.01.</value>
    public double TargetFpr { get; init; } = 0.01;

    /// <summary>
    /// Two photos are near duplicates where their gray thumbnails of 32 x 32 values, each less its mean, differ by at most this
    /// (root mean square, in levels of 0 to 255). 0 looks for equal thumbnails only; below 0 does not look at all.
    /// </summary>
    /// <value>1.5: finds copies that were compressed anew, resized or brightened a little.</value>
    public double NearDistance { get; init; } = 1.5;
}
