namespace MLPipeline.Featurization;

/// <summary>
/// How motion is measured. Lengths follow from the height of a person, which is <see cref="Person"/> pixels at the working
/// scale; counts of frames are at the frame rate of the training clips. Where the values come from: docs/video.md.
/// </summary>
public sealed record MotionOptions
{
    /// <summary>Pixels of a person's height at the working scale.</summary>
    public const int Person = 16;

    /// <summary>Pixels of a cell's side; all statistics live on the grid of cells.</summary>
    public const int Cell = 4;

    /// <summary>Cells of a window's side: 1.25 times a person's height.</summary>
    public const int Window = 5;

    /// <summary>Cells at the left and the right edge that do not count: people come in there.</summary>
    public const int Border = 1;

    /// <summary>A window counts when more than this share of it is foreground.</summary>
    public const float LeastForeground = 0.2f;

    /// <summary>The least difference from the background, in grey levels, that is foreground.</summary>
    public const float ForegroundFloor = 8;

    /// <summary>The same in deviations of the pixel.</summary>
    public const float ForegroundSigma = 2.7f;

    /// <summary>How far the background follows a frame where it shows.</summary>
    public const float BackgroundRate = 1 / 200f;

    /// <summary>Frames over which the occupancy of a window is averaged.</summary>
    public const float OccupancyFrames = 75;

    /// <summary>Height of a person in pixels of the full picture; null finds it in the training clips. What matters most.</summary>
    public float? PersonHeight { get; init; }
}
