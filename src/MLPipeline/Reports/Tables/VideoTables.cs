using System.Globalization;
using MLPipeline.Basics;
using MLPipeline.Models;

namespace MLPipeline.Reports;

/// <summary>The tables of a run on clips.</summary>
public static class VideoTables
{
    private static readonly string[] PhaseNames = ["train", "score", "export"];

    /// <summary>The columns of <c>categories.csv</c>.</summary>
    public static IReadOnlyList<string> CategoryColumns { get; } =
    [
        "category", "train_clips", "train_frames", "test_clips", "test_frames", "anomalous_frames", "threshold",
        "frame_auroc_micro", "frame_auroc_macro", "frame_auroc_macro_padded", "frame_auroc_micro_per_clip_normalised_leaking",
        "frame_ap", "ap_base_rate", "eer", "precision", "recall", "fpr", "pixel_auroc", "aupro", "rbdc",
        "events", "event_precision", "event_recall", "false_events", "false_alarms_per_hour", "detection_delay_frames", "model_bytes",
        .. PhaseNames.SelectMany(p => new[] { $"{p}_seconds", $"{p}_frames_per_second" }),
    ];

    /// <summary>The row of <c>categories.csv</c> for one camera: texts, numbers, or null where a value does not exist.</summary>
    public static IReadOnlyList<object?> CategoryValues(CameraResult r)
    {
        var m = r.Metrics;
        return
        [
            r.Name, r.TrainClips, r.TrainFrames, r.Clips.Count, r.Clips.Sum(c => c.Frames.Count),
            m is null ? null : m.AtLimit.TruePositives + m.AtLimit.FalseNegatives, r.Model.Limit,
            m?.Micro, m?.Macro, m?.MacroPadded, m?.MicroLeaking, m?.AveragePrecision, m?.BaseRate, m?.EqualErrorRate,
            m?.AtLimit.Precision, m?.AtLimit.Recall, m?.AtLimit.FalsePositiveRate, r.Pixels?.Auroc, r.Pixels?.Aupro, r.RegionDetection,
            m?.Events, m?.EventPrecision, m?.EventRecall, m?.FalseEvents, m?.FalseAlarmsPerHour, m?.DelayFrames, r.ModelBytes > 0 ? r.ModelBytes : null,
            .. PhaseNames.SelectMany(name =>
            {
                var phase = r.Phases.FirstOrDefault(p => p.Name == name);
                return new object?[] { phase is null ? null : Math.Round(phase.Seconds, 3), phase?.Rate is { } rate ? Math.Round(rate, 1) : null };
            }),
        ];
    }

    /// <summary>The columns of a table of scored frames.</summary>
    /// <param name="model">Its detectors give a column each: their evidence, -log of the probability that a normal frame scores as high.</param>
    public static IReadOnlyList<string> FrameColumns(ClipModel model) =>
        ["clip", "frame", "seconds", "label", "score", "smoothed", "predicted", .. model.Detectors.Select(d => d.Name)];

    /// <summary>A row of a table of scored frames.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="isAnomalous">Its label; null where there is none.</param>
    public static IReadOnlyList<object?> FrameValues(string clip, FrameScore frame, bool? isAnomalous) =>
    [
        clip, frame.Frame, frame.Seconds is { } s ? Math.Round(s, 3) : null, isAnomalous is { } label ? label ? 1 : 0 : null,
        Rounded(frame.Score), Rounded(frame.Smoothed), frame.IsAnomalous ? 1 : 0, .. frame.Evidence.Select(e => (object?)Rounded(e)),
    ];

    /// <summary>The columns of <c>events.csv</c>.</summary>
    public static IReadOnlyList<string> EventColumns { get; } =
        ["clip", "start", "end", "start_seconds", "end_seconds", "peak", "score", "detector", "x", "y", "width", "height", "true_kind", "reason"];

    /// <summary>Writes the tables of one camera into its folder.</summary>
    internal static void Write(string folder, CameraResult result)
    {
        CsvFile.Write(
            Path.Combine(folder, RunFiles.FrameScores),
            FrameColumns(result.Model),
            result.Clips.SelectMany(c => c.Frames.Select((f, i) => FrameValues(c.Clip.Name, f, c.IsLabelled ? c.KindOf(i) is not null : null))));
        CsvFile.Write(
            Path.Combine(folder, RunFiles.Events),
            EventColumns,
            result.Clips.SelectMany(c => c.Events.Select(e => EventValues(c.Clip.Name, e, KindIn(c, e)))));
    }

    /// <summary>Writes <c>categories.csv</c>.</summary>
    internal static void WriteCategories(string folder, IEnumerable<CameraResult> results) =>
        CsvFile.Write(Path.Combine(folder, RunFiles.Categories), CategoryColumns, results.Select(CategoryValues));

    /// <summary>A row of <c>events.csv</c>.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="e">The event.</param>
    /// <param name="kind">What it truly is; null where nothing is labelled, or nothing was there.</param>
    public static IReadOnlyList<object?> EventValues(string clip, ClipEvent e, string? kind) =>
    [
        clip, e.Start, e.End, Time(e.StartSeconds), Time(e.EndSeconds), e.Peak, Rounded(e.Score), e.Detector,
        e.Box?.X, e.Box?.Y, e.Box?.Width, e.Box?.Height, kind, e.Reason,
    ];

    /// <summary>The kind of the true event that an event overlaps; empty where it overlaps none.</summary>
    internal static string KindIn(ClipResult clip, ClipEvent e) =>
        clip.Frames.Select((frame, i) => (frame.Frame, Kind: clip.KindOf(i))).FirstOrDefault(f => f.Frame >= e.Start && f.Frame <= e.End && f.Kind is not null).Kind ?? "";

    private static double? Time(double? seconds) => seconds is { } s ? Math.Round(s, 3) : null;

    // Six digits are more than a grey level more or less is worth.
    private static double Rounded(double value) => double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
