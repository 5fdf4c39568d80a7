namespace MLPipeline.Datasets;

/// <summary>Frames in the order of time, one after the other and never all in memory: a folder, a file, a camera.</summary>
public interface IFrameSource
{
    /// <summary>What messages call it: a path or an address.</summary>
    string Name { get; }

    /// <summary>How many frames it has, or about how many; null where it has no end or nobody knows.</summary>
    int? Count { get; }

    /// <summary>Frames a second; null where nothing says it.</summary>
    double? FramesPerSecond { get; }

    /// <summary>Width and height of its frames; null where that is not known before they are read.</summary>
    (int Width, int Height)? Size => null;

    /// <summary>Whether the time between frames varies.</summary>
    bool IsVariableRate => false;

    /// <summary>What was wrong when it was last read to its end, in words; null where nothing was.</summary>
    string? Damage => null;

    /// <summary>Frames of a live source that nobody asked for in time.</summary>
    int Dropped => 0;

    /// <summary>Reads the frames from the start, as often as asked.</summary>
    /// <param name="range">Which frames, and in what form.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="ClipException">A frame cannot be read, and how to go on.</exception>
    IEnumerable<ClipFrame> Read(FrameRange range, CancellationToken cancel = default);
}

/// <summary>Which frames of a source to read.</summary>
/// <param name="Every">Only each so-manyth frame, from the first on.</param>
/// <param name="From">Seconds to leave out at the start; of sources without a rate, each frame is one second.</param>
/// <param name="To">Seconds at which to end; null reads all.</param>
/// <param name="Color">Whether colours are wanted too.</param>
public sealed record FrameRange(int Every = 1, double From = 0, double? To = null, bool Color = false)
{
    /// <summary>All frames, in grey levels.</summary>
    public static FrameRange All { get; } = new();

    /// <summary>Whether a frame belongs to the range.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="rate">Frames a second; null counts frames as seconds.</param>
    public bool Holds(int index, double? rate)
    {
        var seconds = index / (rate ?? 1);
        return seconds >= From && !(seconds >= To) && index % Every == 0;
    }

    /// <summary>Whether a frame lies behind the range.</summary>
    public bool IsOver(int index, double? rate) => index / (rate ?? 1) >= To;
}

/// <summary>One frame. The next frame may use its pixels again: whoever keeps them copies them.</summary>
/// <param name="Index">Its number in the source, from 0.</param>
/// <param name="Seconds">Its time from the start of the source; null where nothing says it.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Gray">Grey levels, row by row.</param>
/// <param name="Rgb">Three bytes a pixel, where colours were asked for.</param>
public sealed record ClipFrame(int Index, double? Seconds, int Width, int Height, byte[] Gray, byte[]? Rgb = null);
