using MLPipeline.Scores;

namespace MLPipeline.Models;

/// <summary>Paints how unusual the cells of a frame are.</summary>
public static class HeatPicture
{
    /// <summary>Evidence from which on a cell has no colour, as a share of the limit.</summary>
    private const double Cold = 0.5;

    /// <summary>The same at which it is as hot as can be.</summary>
    private const double Hot = 2;

    /// <summary>The frame with its map over it, as four bytes a pixel.</summary>
    /// <param name="picture">The frame.</param>
    /// <param name="limit">The model's limit; null leaves the map out.</param>
    public static byte[] Paint(EventPicture picture, double? limit)
    {
        var pixels = new byte[4 * picture.Width * picture.Height];
        for (var i = 0; i < picture.Gray.Length; i++)
        {
            pixels.AsSpan(4 * i, 3).Fill(picture.Gray[i]);
            pixels[(4 * i) + 3] = 255;
        }

        if (limit is { } value)
        {
            Tint(pixels, 4, picture.Width, picture.Height, picture.Map, picture.Columns, picture.Rows, value);
        }

        return pixels;
    }

    /// <summary>Lays the colours of a map over pixels.</summary>
    /// <param name="pixels">Red, green and blue first in each pixel; they are changed.</param>
    /// <param name="bytes">Bytes of a pixel.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="map">Evidence of each cell.</param>
    /// <param name="columns">Cells in a row.</param>
    /// <param name="rows">Rows of cells.</param>
    /// <param name="limit">The model's limit.</param>
    public static void Tint(Span<byte> pixels, int bytes, int width, int height, ReadOnlySpan<float> map, int columns, int rows, double limit)
    {
        var (low, high) = (Cold * limit, Hot * limit);
        for (var y = 0; y < height; y++)
        {
            var row = Math.Min(rows - 1, y * rows / height) * columns;
            for (var x = 0; x < width; x++)
            {
                var place = (map[row + Math.Min(columns - 1, x * columns / width)] - low) / (high - low);
                if (place > 0)
                {
                    HeatMap.Blend(pixels.Slice(bytes * ((y * width) + x), 3), (float)Math.Min(place, 1));
                }
            }
        }
    }
}
