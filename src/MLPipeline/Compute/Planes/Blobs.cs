namespace MLPipeline.Compute;

/// <summary>A connected region of a picture.</summary>
/// <param name="X">Its left column.</param>
/// <param name="Y">Its upper row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Area">Pixels that belong to it.</param>
internal readonly record struct Blob(int X, int Y, int Width, int Height, int Area);

/// <summary>Finds connected regions; pixels that touch at a corner belong together.</summary>
internal static class Blobs
{
    /// <summary>All regions, in the order of their first pixel.</summary>
    /// <param name="mask">Row by row; true belongs to a region.</param>
    /// <param name="width">Pixels in a row.</param>
    public static IReadOnlyList<Blob> Find(ReadOnlySpan<bool> mask, int width)
    {
        var height = mask.Length / width;
        var left = mask.ToArray();
        var blobs = new List<Blob>();
        var open = new Stack<int>();
        for (var start = 0; start < left.Length; start++)
        {
            if (!left[start])
            {
                continue;
            }

            var (x0, y0, x1, y1, area) = (width, height, 0, 0, 0);
            left[start] = false;
            open.Push(start);
            while (open.TryPop(out var at))
            {
                var (x, y) = (at % width, at / width);
                (x0, y0, x1, y1, area) = (Math.Min(x0, x), Math.Min(y0, y), Math.Max(x1, x), Math.Max(y1, y), area + 1);
                for (var ny = Math.Max(0, y - 1); ny <= Math.Min(height - 1, y + 1); ny++)
                {
                    for (var nx = Math.Max(0, x - 1); nx <= Math.Min(width - 1, x + 1); nx++)
                    {
                        var next = (ny * width) + nx;
                        if (left[next])
                        {
                            left[next] = false;
                            open.Push(next);
                        }
                    }
                }
            }

            blobs.Add(new Blob(x0, y0, x1 - x0 + 1, y1 - y0 + 1, area));
        }

        return blobs;
    }
}
