namespace MLPipeline.Compute;

/// <summary>A picture of one channel, or any grid of numbers: row by row, from the upper left corner.</summary>
public sealed class Plane
{
    /// <summary>Creates a plane of zeros.</summary>
    /// <param name="width">Numbers in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    public Plane(int width, int height)
        : this(width, height, new float[width * height])
    {
    }

    /// <summary>Wraps an array.</summary>
    /// <param name="width">Numbers in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="values">width * height numbers, row by row; not copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    /// <exception cref="ArgumentException">The array has another length.</exception>
    public Plane(int width, int height, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (values.Length != width * height)
        {
            throw new ArgumentException($"{values.Length} numbers for a plane of {width} x {height}.", nameof(values));
        }

        (Width, Height, Values) = (width, height, values);
    }

    /// <summary>Numbers in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>All numbers, row by row.</summary>
    public float[] Values { get; }

    /// <summary>One row, to read and to write.</summary>
    public Span<float> Row(int y) => Values.AsSpan(y * Width, Width);

    /// <summary>A copy of its own.</summary>
    public Plane Copy() => new(Width, Height, [.. Values]);
}
