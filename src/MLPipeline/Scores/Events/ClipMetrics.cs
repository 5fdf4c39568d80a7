namespace MLPipeline.Scores;

/// <summary>The scores of a labelled clip.</summary>
/// <param name="Name">The clip.</param>
/// <param name="Scores">The score of each frame.</param>
/// <param name="Labels">True where the frame is anomalous; as many.</param>
/// <param name="Events">The events that were found.</param>
public sealed record LabelledClip(string Name, IReadOnlyList<double> Scores, IReadOnlyList<bool> Labels, IReadOnlyList<EventSpan> Events)
{
    /// <summary>The true events.</summary>
    public IReadOnlyList<EventSpan> Truth => EventSpan.Of(Labels);

    internal bool IsMixed => Labels.Contains(true) && Labels.Contains(false);
}

/// <summary>How well the frames and events of clips are found. A value that does not exist is null.</summary>
public sealed record ClipMetrics
{
    /// <summary>AUROC of all frames of all clips in one ranking.</summary>
    public required double? Micro { get; init; }

    /// <summary>Mean of the AUROC of the clips that hold both classes; clips of one kind have none.</summary>
    public required double? Macro { get; init; }

    /// <summary>
    /// The same over all clips, each with one normal frame below and one anomalous frame above all added: the habit of some
    /// papers, which makes clips of one kind perfect and so only flatters.
    /// </summary>
    public required double? MacroPadded { get; init; }

    /// <summary>
    /// <see cref="Micro"/> after each clip was stretched to 0..1. It leaks: it needs the whole test clip with its future, and
    /// assumes that every clip holds an anomaly. For comparison with papers that do so, never to choose by.
    /// </summary>
    public required double? MicroLeaking { get; init; }

    /// <summary>Average precision of the frames.</summary>
    public required double? AveragePrecision { get; init; }

    /// <summary>Anomalous frames / frames: the average precision of chance.</summary>
    public required double? BaseRate { get; init; }

    /// <summary>The error where false alarms and misses are equally frequent.</summary>
    public required double? EqualErrorRate { get; init; }

    /// <summary>Counts of frames at the limit.</summary>
    public required ConfusionCounts AtLimit { get; init; }

    /// <summary>The share of found events that hold a true one.</summary>
    public required double? EventPrecision { get; init; }

    /// <summary>The share of true events that are found.</summary>
    public required double? EventRecall { get; init; }

    /// <summary>True events.</summary>
    public required int Events { get; init; }

    /// <summary>Found events that hold no true one.</summary>
    public required int FalseEvents { get; init; }

    /// <summary><see cref="FalseEvents"/> in an hour; null where the frame rate is unknown.</summary>
    public required double? FalseAlarmsPerHour { get; init; }

    /// <summary>Mean frames from the start of a true event to the first frame that is called anomalous; of the events found.</summary>
    public required double? DelayFrames { get; init; }

    /// <summary>Computes the metrics.</summary>
    /// <param name="clips">Labelled clips.</param>
    /// <param name="limit">A frame is called anomalous if its score is larger.</param>
    /// <param name="framesPerSecond">The rate; null where nothing says it.</param>
    public static ClipMetrics Of(IReadOnlyList<LabelledClip> clips, double limit, double? framesPerSecond)
    {
        float[] scores = [.. clips.SelectMany(c => c.Scores).Select(s => (float)s)];
        bool[] labels = [.. clips.SelectMany(c => c.Labels)];
        var truth = clips.SelectMany(c => c.Truth.Select(span => (Clip: c, Span: span))).ToList();
        var found = clips.SelectMany(c => c.Events.Select(span => (Clip: c, Span: span))).ToList();
        var delays = truth.Select(t => Delay(t.Clip, t.Span)).OfType<int>().ToList();
        var falseEvents = found.Count(f => !f.Clip.Truth.Any(t => t.Overlap(f.Span) > 0));
        return new()
        {
            Micro = ImageMetrics.Auroc(scores, labels),
            Macro = Mean(clips.Where(c => c.IsMixed).Select(c => ImageMetrics.Auroc([.. c.Scores.Select(s => (float)s)], [.. c.Labels]))),
            MacroPadded = Mean(clips.Where(c => c.Scores.Count > 0).Select(Padded)),
            MicroLeaking = ImageMetrics.Auroc([.. clips.SelectMany(Stretched)], labels),
            AveragePrecision = ImageMetrics.AveragePrecision(scores, labels),
            BaseRate = ImageMetrics.BaseRate(labels),
            EqualErrorRate = EqualError(scores, labels),
            AtLimit = ImageMetrics.AtThreshold(scores, labels, (float)limit),
            EventPrecision = found.Count == 0 ? null : 1 - ((double)falseEvents / found.Count),
            EventRecall = truth.Count == 0 ? null : (double)truth.Count(t => t.Clip.Events.Any(e => e.Overlap(t.Span) > 0)) / truth.Count,
            Events = truth.Count,
            FalseEvents = falseEvents,
            FalseAlarmsPerHour = framesPerSecond is { } rate && scores.Length > 0 ? falseEvents / (scores.Length / rate / 3600) : null,
            DelayFrames = delays.Count == 0 ? null : delays.Average(),
        };
    }

    private static double? Mean(IEnumerable<double?> values)
    {
        var all = values.OfType<double>().ToList();
        return all.Count == 0 ? null : all.Average();
    }

    private static double? Padded(LabelledClip clip) => ImageMetrics.Auroc(
        [(float)clip.Scores.Min() - 1, .. clip.Scores.Select(s => (float)s), (float)clip.Scores.Max() + 1], [false, .. clip.Labels, true]);

    private static IEnumerable<float> Stretched(LabelledClip clip)
    {
        var (low, high) = clip.Scores.Count == 0 ? (0, 0) : (clip.Scores.Min(), clip.Scores.Max());
        return clip.Scores.Select(s => high > low ? (float)((s - low) / (high - low)) : 0);
    }

    private static double? EqualError(float[] scores, bool[] labels)
    {
        var curve = ImageMetrics.RocCurve(scores, labels);
        if (curve.Count == 0)
        {
            return null;
        }

        var point = curve.MinBy(p => Math.Abs(p.FalsePositiveRate - (1 - p.TruePositiveRate)))!;
        return (point.FalsePositiveRate + (1 - point.TruePositiveRate)) / 2;
    }

    private static int? Delay(LabelledClip clip, EventSpan truth)
    {
        var first = clip.Events.Where(e => e.Overlap(truth) > 0).Select(e => (int?)e.Start).Min();
        return first is { } start ? Math.Max(0, start - truth.Start) : null;
    }
}
