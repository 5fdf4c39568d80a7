using MLPipeline.Datasets;
using MLPipeline.Models;
using MLPipeline.Scores;

namespace MLPipeline.Reports;

/// <summary>What was found in one test clip.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="Frames">Its frames in order.</param>
/// <param name="Events">Its events in order.</param>
public sealed record ClipResult(Clip Clip, IReadOnlyList<FrameScore> Frames, IReadOnlyList<ClipEvent> Events)
{
    /// <summary>The kind of a frame's anomaly, or null for a normal one.</summary>
    public string? KindOf(int row) => Clip.Labels is { } labels && Frames[row].Frame < labels.Count ? labels[Frames[row].Frame] : null;

    /// <summary>Whether the frames are labelled.</summary>
    public bool IsLabelled => Clip.Labels is not null;

    /// <summary>The clip as metrics take it.</summary>
    internal LabelledClip Labelled => new(
        Clip.Name,
        [.. Frames.Select(f => f.Score)],
        [.. Frames.Select((_, i) => KindOf(i) is not null)],
        [.. Events.Select(e => new EventSpan(e.Start, e.End + 1))]);
}

/// <summary>What a run found out about one camera.</summary>
public sealed record CameraResult
{
    /// <summary>The camera's name.</summary>
    public required string Name { get; init; }

    /// <summary>The trained model.</summary>
    public required ClipModel Model { get; init; }

    /// <summary>Normal clips that were learnt from.</summary>
    public required int TrainClips { get; init; }

    /// <summary>Frames that were learnt from.</summary>
    public required int TrainFrames { get; init; }

    /// <summary>The test clips.</summary>
    public required IReadOnlyList<ClipResult> Clips { get; init; }

    /// <summary>Figures of the labelled test clips; null where none is labelled.</summary>
    public required ClipMetrics? Metrics { get; init; }

    /// <summary>Pixel figures at the working scale; null without masks.</summary>
    public required PixelMetrics? Pixels { get; init; }

    /// <summary>The region-based detection criterion on the grid of cells; null without masks.</summary>
    public required double? RegionDetection { get; init; }

    /// <summary>Frames a second of the test clips; null where nothing says it.</summary>
    public required double? FramesPerSecond { get; init; }

    /// <summary>Bytes of the model's file; 0 where none was written.</summary>
    public long ModelBytes { get; init; }

    /// <summary>Seconds and frames of each phase, in order.</summary>
    public required IReadOnlyList<Phase> Phases { get; init; }
}
