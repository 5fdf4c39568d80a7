using MLPipeline.Featurization;
using MLPipeline.Scores;

namespace MLPipeline.Models;

/// <summary>Something unusual in a clip, from its start to its end.</summary>
/// <param name="Start">Its first frame.</param>
/// <param name="End">Its last frame.</param>
/// <param name="StartSeconds">Time of the first frame; null where nothing says it.</param>
/// <param name="EndSeconds">Time of the last frame.</param>
/// <param name="Peak">The most unusual frame.</param>
/// <param name="Score">Its score.</param>
/// <param name="Detector">The detector that saw the most of it.</param>
/// <param name="Reason">What it saw, in words.</param>
/// <param name="Box">Where, in pixels of the full picture; null where it is the whole picture.</param>
/// <param name="Picture">The most unusual frame, made small, with its map; null where none was asked for.</param>
public sealed record ClipEvent(
    int Start, int End, double? StartSeconds, double? EndSeconds, int Peak, double Score, string Detector, string Reason, EventBox? Box, EventPicture? Picture);

/// <summary>A box in pixels of the full picture.</summary>
public readonly record struct EventBox(int X, int Y, int Width, int Height);

/// <summary>A frame made small, and how unusual each of its cells is.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Gray">Grey levels, row by row.</param>
/// <param name="Columns">Cells in a row of the map.</param>
/// <param name="Rows">Rows of the map.</param>
/// <param name="Map">Joined evidence, row by row.</param>
public sealed record EventPicture(int Width, int Height, byte[] Gray, int Columns, int Rows, float[] Map);

/// <summary>Finds the events of a clip while it is scored; keeps one small picture for each.</summary>
public sealed class EventFinder
{
    private const int Reach = MotionOptions.Window / 2;

    private readonly ClipModel _model;
    private readonly ClipScorer _scorer;
    private readonly EventTracker _tracker;
    private readonly bool _pictures;
    private ClipEvent? _open;
    private (int Frame, double? Seconds) _last;

    /// <summary>Starts a clip.</summary>
    /// <param name="model">The model.</param>
    /// <param name="scorer">What scores the clip; its last frame is looked at.</param>
    /// <param name="leastFrames">Shorter events are left out.</param>
    /// <param name="pictures">Whether to keep the most unusual frame of each event.</param>
    public EventFinder(ClipModel model, ClipScorer scorer, int leastFrames = EventTracker.LeastFrames, bool pictures = false) =>
        (_model, _scorer, _pictures, _tracker) = (model, scorer, pictures, new EventTracker(model.Limit, leastFrames: leastFrames));

    /// <summary>Whether an event is under way.</summary>
    public bool IsOn => _tracker.IsOn;

    /// <summary>Takes the frame that was scored last.</summary>
    /// <returns>The event that has just ended, if one did.</returns>
    public ClipEvent? Next(FrameScore frame)
    {
        var ended = _tracker.Next(frame.Score) is not null ? Close() : null;
        if (!_tracker.IsOn)
        {
            // Also an event that was too short ends here.
            _open = null;
        }
        else if (_open is null || frame.Score > _open.Score)
        {
            var (detector, reason, box) = Describe();
            _open = new ClipEvent(
                _open?.Start ?? frame.Frame, frame.Frame, _open is null ? frame.Seconds : _open.StartSeconds, frame.Seconds,
                frame.Frame, frame.Score, detector, reason, box, _pictures ? Picture() : null);
        }

        _last = (frame.Frame, frame.Seconds);
        return ended;
    }

    /// <summary>Says that the clip ends.</summary>
    /// <returns>The event that was under way, if one was and was long enough.</returns>
    public ClipEvent? Finish() => _tracker.Finish() is not null ? Close() : null;

    /// <summary>Where the frame that was scored last is unusual; null where it is so as a whole.</summary>
    public EventBox? BoxNow() => Describe().Box;

    private ClipEvent? Close() => _open is null ? null : _open with { End = _last.Frame, EndSeconds = _last.Seconds };

    private (string Detector, string Reason, EventBox? Box) Describe()
    {
        var (detector, reason, cell) = _scorer.Explain();
        return (detector, reason, cell < 0 ? null : BoxAround(_scorer.Map(), cell));
    }

    /// <summary>The box around the cells that are unusual too and touch; with the window that each stands for.</summary>
    private EventBox BoxAround(float[] map, int cell)
    {
        var (columns, rows) = (_model.Camera.Columns, _model.Camera.Rows);
        var least = Math.Min(map[cell], EventTracker.Release * _model.Limit);
        var (x0, y0, x1, y1) = (cell % columns, cell / columns, cell % columns, cell / columns);
        var (seen, open) = (new bool[map.Length], new Stack<int>([cell]));
        seen[cell] = true;
        while (open.TryPop(out var at))
        {
            var (x, y) = (at % columns, at / columns);
            (x0, y0, x1, y1) = (Math.Min(x0, x), Math.Min(y0, y), Math.Max(x1, x), Math.Max(y1, y));
            foreach (var (nx, ny) in new[] { (x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1) })
            {
                var next = (ny * columns) + nx;
                if (nx >= 0 && nx < columns && ny >= 0 && ny < rows && !seen[next] && map[next] >= least)
                {
                    seen[next] = true;
                    open.Push(next);
                }
            }
        }

        (x0, y0, x1, y1) = (Math.Max(0, x0 - Reach), Math.Max(0, y0 - Reach), Math.Min(columns - 1, x1 + Reach), Math.Min(rows - 1, y1 + Reach));
        var (left, top) = Corner(x0, y0);
        var (right, bottom) = Corner(x1 + 1, y1 + 1);
        return new EventBox(left, top, right - left, bottom - top);
    }

    private (int X, int Y) Corner(int column, int row)
    {
        var camera = _model.Camera;
        return (column * camera.SourceWidth / camera.Columns, row * camera.SourceHeight / camera.Rows);
    }

    private EventPicture Picture()
    {
        var (small, camera) = (SmallPicture.Of(_scorer.Picture), _model.Camera);
        return new EventPicture(small.Width, small.Height, small.Gray, camera.Columns, camera.Rows, _scorer.Map());
    }
}
