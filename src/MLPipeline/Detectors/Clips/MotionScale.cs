using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>The grid of a camera, and how fast things usually move on it: what detectors for clips need to know.</summary>
/// <param name="Columns">Cells in a row.</param>
/// <param name="Rows">Rows of cells.</param>
/// <param name="TypicalSpeed">Mean speed of all windows of the training clips, in pixels of the working scale a frame.</param>
public sealed record MotionScale(int Columns, int Rows, double TypicalSpeed)
{
    /// <summary>Cells of the grid.</summary>
    public int Cells => Columns * Rows;

    /// <summary>Frames that one person needs through a window.</summary>
    public double Passage => MotionOptions.Window * MotionOptions.Cell / TypicalSpeed;

    /// <summary>The kinds of motion: 0 still (slower than a third of the typical speed), 1 to 8 an eighth of the circle from the right, clockwise.</summary>
    public const int Classes = 9;

    /// <summary>The kind of motion in a cell, from 0 to <see cref="Classes"/> - 1.</summary>
    public int ClassOf(MotionFrame frame, int cell) => frame.Speed(cell) < TypicalSpeed / 3
        ? 0
        : 1 + (((int)Math.Round(Math.Atan2(frame.V[cell], frame.U[cell]) * (4 / Math.PI)) + 8) % 8);
}
