namespace MLPipeline.Featurization;

/// <summary>What moved in one frame, on the grid of cells: row by row, in pixels of the working scale a frame.</summary>
public sealed class MotionFrame
{
    /// <summary>Creates a frame in which nothing moves.</summary>
    /// <param name="columns">Cells in a row.</param>
    /// <param name="rows">Rows of cells.</param>
    public MotionFrame(int columns, int rows)
    {
        (Columns, Rows) = (columns, rows);
        (Foreground, U, V, Occupied) = (new float[columns * rows], new float[columns * rows], new float[columns * rows], new float[columns * rows]);
        Valid = [];
    }

    /// <summary>Cells in a row.</summary>
    public int Columns { get; }

    /// <summary>Rows of cells.</summary>
    public int Rows { get; }

    /// <summary>The share of foreground in the window around each cell.</summary>
    public float[] Foreground { get; }

    /// <summary>Motion to the right.</summary>
    public float[] U { get; }

    /// <summary>Motion downwards.</summary>
    public float[] V { get; }

    /// <summary>The share of the last <see cref="MotionOptions.OccupancyFrames"/> frames that the window was foreground.</summary>
    public float[] Occupied { get; }

    /// <summary>The cells whose window counts, in order.</summary>
    public IReadOnlyList<int> Valid { get; private set; }

    /// <summary>For each cell, the greatest age in frames of what was not there before and stays (mean of 3 x 3 pixels).</summary>
    public float[] Age => _age ??= new float[Foreground.Length];

    /// <summary>The share of the whole picture that is foreground.</summary>
    public float Filled { get; set; }

    private float[]? _age;

    /// <summary>The speed in a cell.</summary>
    public float Speed(int cell) => MathF.Sqrt((U[cell] * U[cell]) + (V[cell] * V[cell]));

    /// <summary>Finds the windows that count, after the grids have changed.</summary>
    internal void FindValid()
    {
        var valid = new List<int>();
        for (var y = 0; y < Rows; y++)
        {
            for (var x = MotionOptions.Border; x < Columns - MotionOptions.Border; x++)
            {
                if (Foreground[(y * Columns) + x] > MotionOptions.LeastForeground)
                {
                    valid.Add((y * Columns) + x);
                }
            }
        }

        Valid = valid;
    }

    /// <summary>A copy of its own.</summary>
    internal MotionFrame Copy()
    {
        var copy = new MotionFrame(Columns, Rows) { Filled = Filled, Valid = Valid };
        Foreground.CopyTo(copy.Foreground, 0);
        U.CopyTo(copy.U, 0);
        V.CopyTo(copy.V, 0);
        Occupied.CopyTo(copy.Occupied, 0);
        Age.CopyTo(copy.Age, 0);
        return copy;
    }
}
