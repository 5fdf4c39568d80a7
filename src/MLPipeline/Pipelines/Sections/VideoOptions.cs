using System.ComponentModel.DataAnnotations;

namespace MLPipeline.Pipelines;

/// <summary>How detectors for clips are trained; the section <c>video</c> of a pipeline file. With it, the data are clips.</summary>
public sealed record VideoOptions
{
    /// <summary>The detectors for clips.</summary>
    /// <value>speed, place, direction, left, loiter, scene.</value>
    [MinLength(1)]
    public IReadOnlyList<string> Detectors { get; init; } = ["speed", "place", "direction", "left", "loiter", "scene"];

    /// <summary>Height of a person in pixels of the full picture: it sets the working scale, which matters most.</summary>
    /// <value>null: found in the training clips.</value>
    [Range(4.0, 4000.0)]
    public double? PersonHeight { get; init; }

    /// <summary>The share of normal frames that may be called anomalous.</summary>
    /// <value>0.01.</value>
    [Range(0.0001, 0.5)]
    public double TargetFpr { get; init; } = 0.01;

    /// <summary>Frames a second of folders of frames, which do not say it themselves.</summary>
    /// <value>null: unknown; times and false alarms per hour are then left out.</value>
    [Range(0.01, 1000.0)]
    public double? FramesPerSecond { get; init; }

    /// <summary>Shorter events are left out, in frames.</summary>
    /// <value>3.</value>
    [Range(1, 10000)]
    public int LeastEventFrames { get; init; } = 3;
}
