namespace MLPipeline.Scores;

/// <summary>
/// Square blocks of a photo's pixels, each with one score: maps are smooth, so a photo of 20 megapixels need not be looked
/// at pixel by pixel. The pixels of a mask are all counted, in the block that they lie in.
/// </summary>
/// <param name="Width">Pixels per row of the photo.</param>
/// <param name="Height">Rows of the photo.</param>
/// <param name="Side">Side of a block in pixels; those at the right and lower edge may be cut.</param>
internal readonly record struct PixelBlocks(int Width, int Height, int Side)
{
    /// <summary>So many blocks are enough: a map has a few hundred positions, and a Gaussian of 16 pixels lies over it at this size.</summary>
    private const int MostBlocks = 1 << 20;

    /// <summary>Blocks per row.</summary>
    public int Columns => (Width + Side - 1) / Side;

    /// <summary>Rows of blocks.</summary>
    public int Rows => (Height + Side - 1) / Side;

    /// <summary>Number of blocks.</summary>
    public int Count => Columns * Rows;

    /// <summary>Number of pixels.</summary>
    public long Pixels => (long)Width * Height;

    /// <summary>The blocks of a photo: its pixels themselves up to about a megapixel.</summary>
    public static PixelBlocks Of(int width, int height) =>
        new(width, height, (int)Math.Ceiling(Math.Sqrt((double)width * height / MostBlocks)));

    /// <summary>The block of a pixel.</summary>
    public int BlockOf(int pixel)
    {
        var (y, x) = Math.DivRem(pixel, Width);
        return ((y / Side) * Columns) + (x / Side);
    }

    /// <summary>The pixels of a block.</summary>
    public int AreaOf(int block)
    {
        var (row, column) = Math.DivRem(block, Columns);
        return Math.Min(Side, Width - (column * Side)) * Math.Min(Side, Height - (row * Side));
    }
}
