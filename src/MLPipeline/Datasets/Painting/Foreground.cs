namespace MLPipeline.Datasets;

/// <summary>
/// Where the product is on a photo, on a coarse grid: what differs from the border, where the border is plain. A photo
/// whose border is not plain, or that the product fills, has no background to speak of.
/// </summary>
internal sealed class Foreground
{
    private const int Side = 48;

    /// <summary>Grey levels; a border that varies more is a texture and not a background.</summary>
    private const double PlainDeviation = 14;

    private const double LeastDistance = 24;

    private readonly List<int> _cells;

    private Foreground(List<int> cells) => _cells = cells;

    /// <summary>Whether product and background can be told apart.</summary>
    public bool IsKnown => _cells.Count > 0;

    public static Foreground Of(Raster photo)
    {
        var colors = Shrink(photo);
        var border = Enumerable.Range(0, Side * Side).Where(i => i / Side is 0 or Side - 1 || i % Side is 0 or Side - 1).ToArray();
        var background = Enumerable.Range(0, 3).Select(c => Median(border.Select(i => colors[i][c]))).ToArray();
        double Distance(int cell) => Enumerable.Range(0, 3).Max(c => Math.Abs(colors[cell][c] - background[c]));

        // The product may touch the border, so the typical distance counts and not the largest.
        var deviation = Median(border.Select(Distance));
        if (deviation > PlainDeviation)
        {
            return new([]);
        }

        var limit = Math.Max(LeastDistance, 3 * deviation);
        var cells = Enumerable.Range(0, Side * Side).Where(i => Distance(i) > limit).ToList();
        var share = (double)cells.Count / (Side * Side);
        return new(share is > 0.03 and < 0.85 ? cells : []);
    }

    /// <summary>A place to paint at, in pixels.</summary>
    public (float X, float Y) Place(Raster photo, Random random, double onProduct)
    {
        var anywhere = random.NextDouble() >= onProduct;
        var (dx, dy, cell) = (random.NextSingle(), random.NextSingle(), random.NextDouble());
        if (anywhere || !IsKnown)
        {
            return (dx * photo.Width, dy * photo.Height);
        }

        var chosen = _cells[(int)(cell * _cells.Count)];
        return ((chosen % Side + dx) * photo.Width / Side, (chosen / Side + dy) * photo.Height / Side);
    }

    private static double[][] Shrink(Raster photo)
    {
        var result = new double[Side * Side][];
        for (var i = 0; i < result.Length; i++)
        {
            var (x0, x1) = Edges(i % Side, photo.Width);
            var (y0, y1) = Edges(i / Side, photo.Height);
            var sums = new double[3];
            for (var y = y0; y < y1; y++)
            {
                for (var x = x0; x < x1; x++)
                {
                    for (var c = 0; c < 3; c++)
                    {
                        sums[c] += photo.Pixels[(((y * photo.Width) + x) * Raster.Stride) + c];
                    }
                }
            }

            result[i] = [.. sums.Select(s => s / ((x1 - x0) * (y1 - y0)))];
        }

        return result;
    }

    private static (int From, int To) Edges(int cell, int size)
    {
        var from = Math.Min(cell * size / Side, size - 1);
        return (from, Math.Max(from + 1, (cell + 1) * size / Side));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
