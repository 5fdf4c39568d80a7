using System.Numerics.Tensors;
using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>A photo as 32 x 32 gray values less their mean, to find photos that look alike.</summary>
internal sealed class GrayThumbnail
{
    /// <summary>Side of the thumbnail.</summary>
    private const int Side = 32;

    private readonly float[] _values;

    private GrayThumbnail(float[] values) => _values = values;

    /// <summary>Decodes a photo; one that does not decode is noted in the ledger, and null.</summary>
    public static GrayThumbnail? Read(string path, PhotoLedger ledger)
    {
        if (ledger[path].Problem is not null)
        {
            return null;
        }

        using var codec = SKCodec.Create(path);
        if (codec is null)
        {
            ledger.Report(path, "the file has changed while it was looked at");
            return null;
        }

        using var bitmap = Wholeness.Decode(codec, out var result);
        if (Wholeness.Describe(result) is { } problem)
        {
            ledger.Report(path, problem);
            return null;
        }

        return new(Shrink(bitmap));
    }

    /// <summary>Root mean square difference of two thumbnails, in levels of 0 to 255.</summary>
    public double DistanceTo(GrayThumbnail other) => TensorPrimitives.Distance<float>(_values, other._values) / Side;

    // Each cell is the mean of the pixels under it (at least one), so that compression and noise average out.
    private static float[] Shrink(SKBitmap bitmap)
    {
        var pixels = bitmap.GetPixelSpan();
        var cells = new float[Side * Side];
        for (var i = 0; i < cells.Length; i++)
        {
            var (x0, x1) = Range(i % Side, bitmap.Width);
            var (y0, y1) = Range(i / Side, bitmap.Height);
            var sum = 0L;
            for (var y = y0; y < y1; y++)
            {
                for (var x = x0; x < x1; x++)
                {
                    var p = (y * bitmap.RowBytes) + (4 * x);

                    // Rec. 601 luma in 1/1000.
                    sum += (299 * pixels[p]) + (587 * pixels[p + 1]) + (114 * pixels[p + 2]);
                }
            }

            cells[i] = sum / 1000f / ((x1 - x0) * (y1 - y0));
        }

        TensorPrimitives.Subtract(cells, TensorPrimitives.Sum<float>(cells) / cells.Length, cells);
        return cells;
    }

    private static (int From, int To) Range(int cell, int size)
    {
        var from = cell * size / Side;
        return (from, Math.Max(from + 1, (cell + 1) * size / Side));
    }
}
