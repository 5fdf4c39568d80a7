using MLPipeline.Compute;

namespace MLPipeline.Featurization;

/// <summary>What a fixed camera sees when nothing moves, and how its pictures are brought to the working scale.</summary>
public sealed record Camera
{
    /// <summary>Width of its pictures.</summary>
    public required int SourceWidth { get; init; }

    /// <summary>Height of its pictures.</summary>
    public required int SourceHeight { get; init; }

    /// <summary>Height of a person in pixels of its pictures.</summary>
    public required float PersonHeight { get; init; }

    /// <summary>Grey levels without anybody, at the working scale.</summary>
    public required Plane Background { get; init; }

    /// <summary>How far a pixel must be from the background to be foreground, in grey levels.</summary>
    public required Plane Threshold { get; init; }

    /// <summary>Whether changes of the light are taken out; only where the training clips show that it is needed.</summary>
    public required bool Light { get; init; }

    /// <summary>How far the light changed in the training clips, as a share.</summary>
    public required double LightSpread { get; init; }

    /// <summary>Whether shakes are taken out; only where the training clips show that it is needed.</summary>
    public required bool Steady { get; init; }

    /// <summary>How far the camera shook in the training clips, in pixels of the working scale.</summary>
    public required double ShakeSpread { get; init; }

    /// <summary>Frames over which the flow equations are summed.</summary>
    public int Memory { get; init; } = LongestMemory;

    /// <summary>Frames a second of the training clips; null where nothing says it.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>The longest and the shortest <see cref="Memory"/>.</summary>
    internal const int LongestMemory = 8;

    internal const int ShortestMemory = 4;

    /// <summary>Width of the working scale in pixels, a multiple of a cell.</summary>
    public int Width => Background.Width;

    /// <summary>Height of the working scale in pixels, a multiple of a cell.</summary>
    public int Height => Background.Height;

    /// <summary>Cells in a row of the grid.</summary>
    public int Columns => Width / MotionOptions.Cell;

    /// <summary>Rows of the grid.</summary>
    public int Rows => Height / MotionOptions.Cell;

    /// <summary>The middle of a cell in pixels of the full picture.</summary>
    /// <param name="cell">Its number, row by row.</param>
    public (int X, int Y) PixelOf(int cell)
    {
        var (x, y) = (cell % Columns, cell / Columns);
        return (
            (int)(((MotionOptions.Cell * x) + (MotionOptions.Cell / 2)) * (double)SourceWidth / Width),
            (int)(((MotionOptions.Cell * y) + (MotionOptions.Cell / 2)) * (double)SourceHeight / Height));
    }
}
