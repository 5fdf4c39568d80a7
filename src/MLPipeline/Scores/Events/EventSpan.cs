namespace MLPipeline.Scores;

/// <summary>A span of frames that belong together.</summary>
/// <param name="Start">Its first frame.</param>
/// <param name="End">The frame after its last.</param>
public readonly record struct EventSpan(int Start, int End)
{
    /// <summary>Frames in it.</summary>
    public int Length => End - Start;

    /// <summary>Frames that two spans share.</summary>
    public int Overlap(EventSpan other) => Math.Max(0, Math.Min(End, other.End) - Math.Max(Start, other.Start));

    /// <summary>The spans of frames for which something holds.</summary>
    public static IReadOnlyList<EventSpan> Of(IReadOnlyList<bool> frames)
    {
        var spans = new List<EventSpan>();
        for (var i = 0; i < frames.Count; i++)
        {
            if (frames[i] && (i == 0 || !frames[i - 1]))
            {
                var end = i;
                while (end < frames.Count && frames[end])
                {
                    end++;
                }

                spans.Add(new EventSpan(i, end));
            }
        }

        return spans;
    }
}

/// <summary>Turns scores over time into events, frame by frame: on above the limit, off below a share of it.</summary>
/// <param name="limit">A frame above it begins an event.</param>
/// <param name="release">Below this share of the limit the event ends.</param>
/// <param name="leastFrames">Shorter events are left out.</param>
public sealed class EventTracker(double limit, double release = EventTracker.Release, int leastFrames = EventTracker.LeastFrames)
{
    /// <summary>The usual share of the limit that ends an event.</summary>
    public const double Release = 0.8;

    /// <summary>The usual least length of an event.</summary>
    public const int LeastFrames = 3;

    private int? _start;
    private int _frame;

    /// <summary>Whether an event is under way.</summary>
    public bool IsOn => _start is not null;

    /// <summary>Takes the next frame's score.</summary>
    /// <returns>The event that has just ended, if one did.</returns>
    public EventSpan? Next(double score)
    {
        EventSpan? ended = null;
        if (_start is null && score > limit)
        {
            _start = _frame;
        }
        else if (_start is not null && score < release * limit)
        {
            ended = Ended();
        }

        _frame++;
        return ended;
    }

    /// <summary>Says that the clip ends.</summary>
    /// <returns>The event that was under way, if one was.</returns>
    public EventSpan? Finish() => _start is null ? null : Ended();

    private EventSpan? Ended()
    {
        var span = new EventSpan(_start!.Value, _frame);
        _start = null;
        return span.Length >= leastFrames ? span : null;
    }
}
