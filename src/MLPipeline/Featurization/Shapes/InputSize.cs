namespace MLPipeline.Featurization;

/// <summary>Width and height in pixels that photos are resized to before the backbone.</summary>
public readonly record struct InputSize(int Width, int Height)
{
    private const int Multiple = 32;

    /// <summary>
    /// The sides for photos of the given aspect ratio: area about <paramref name="size"/> squared, each side a multiple
    /// of 32 and at least 32; where both sides come out equal, exactly size x size.
    /// </summary>
    /// <param name="size">Square root of the area, in pixels.</param>
    /// <param name="aspectRatio">Width divided by height.</param>
    public static InputSize Of(int size, double aspectRatio)
    {
        var width = Round(size * Math.Sqrt(aspectRatio));
        var height = Round(size / Math.Sqrt(aspectRatio));
        return width == height ? new(size, size) : new(width, height);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Width}x{Height}";

    private static int Round(double pixels) =>
        Math.Max(1, (int)Math.Round(pixels / Multiple, MidpointRounding.AwayFromZero)) * Multiple;
}
