
namespace MLPipeline.Datasets;

/// <summary>Paints one anomaly on a copy of a good photo. The same random numbers give the same pixels.</summary>
/// <remarks>
/// Paste and scar follow CutPaste (Li et al. 2021), the blot DRAEM's noise-shaped regions (Zavrtanik et al. 2021). All take
/// their texture from the photo itself, so that nothing needs to be shipped and colours stay likely.
/// </remarks>
internal sealed class Painter(SyntheticOptions options)
{
    public Raster Paint(Raster photo, Foreground foreground, PaintedKind kind, Random random)
    {
        var (x, y) = foreground.Place(photo, random, options.OnProduct);
        var result = photo.Copy();
        switch (kind)
        {
            case PaintedKind.Paste:
                Paste(photo, result, x, y, random);
                break;
            case PaintedKind.Scar:
                Scar(photo, result, x, y, random);
                break;
            default:
                Blob(photo, result, x, y, random);
                break;
        }

        return result;
    }

    private void Paste(Raster photo, Raster result, float x, float y, Random random)
    {
        var area = random.Between(0.005f, 0.06f) * photo.Width * photo.Height;
        var aspect = MathF.Exp(random.Between(MathF.Log(0.3f), MathF.Log(3.3f)));
        var width = Math.Clamp((int)MathF.Sqrt(area * aspect), 2, photo.Width - 1);
        var height = Math.Clamp((int)MathF.Sqrt(area / aspect), 2, photo.Height - 1);
        var (left, top) = (Math.Clamp((int)x - (width / 2), 0, photo.Width - width), Math.Clamp((int)y - (height / 2), 0, photo.Height - height));
        var (fromLeft, fromTop) = (random.Next(photo.Width - width + 1), random.Next(photo.Height - height + 1));
        var offset = Offset(photo, x, y, random, 15, 50);
        for (var dy = 0; dy < height; dy++)
        {
            for (var dx = 0; dx < width; dx++)
            {
                result.Mix(left + dx, top + dy, photo, fromLeft + dx, fromTop + dy, offset, 1);
            }
        }
    }

    private void Scar(Raster photo, Raster result, float x, float y, Random random)
    {
        var side = MathF.Sqrt((float)photo.Width * photo.Height);
        var (half, thick) = (side * random.Between(0.08f, 0.25f) / 2, MathF.Max(1, side * random.Between(0.008f, 0.03f)) / 2);
        var (sin, cos) = MathF.SinCos(random.Between(0, MathF.PI));
        var shift = Shift(photo, random);
        var offset = Offset(photo, x, y, random, 30, 80);
        Cover(result, x, y, half + 1, (px, py) =>
        {
            var along = MathF.Abs(((px - x) * cos) + ((py - y) * sin));
            var across = MathF.Abs(((py - y) * cos) - ((px - x) * sin));
            return Math.Clamp(half - along + 0.5f, 0, 1) * Math.Clamp(thick - across + 0.5f, 0, 1);
        }, photo, shift, offset);
    }

    private void Blob(Raster photo, Raster result, float x, float y, Random random)
    {
        var radius = MathF.Sqrt((float)photo.Width * photo.Height) * random.Between(0.06f, 0.25f) / 2;
        var outline = random.Next();
        var replaces = random.Next(3) == 0;
        var shift = Shift(photo, random);
        var offset = Offset(photo, x, y, random, 30, 80);
        var strength = random.Between(0.6f, 1);
        Cover(result, x, y, 1.6f * radius, (px, py) =>
        {
            var distance = MathF.Sqrt(((px - x) * (px - x)) + ((py - y) * (py - y))) / radius;
            var inside = 1 + (0.6f * Noise.Cloud(outline, 1.5f * px / radius, 1.5f * py / radius)) - distance;
            return strength * Math.Clamp(inside / 0.4f, 0, 1);
        }, photo, replaces ? shift : (0, 0), replaces ? 0 : offset);
    }

    /// <summary>Lays the photo, moved and its brightness changed, over the pixels by their coverage.</summary>
    private static void Cover(
        Raster result, float x, float y, float reach, Func<float, float, float> coverage, Raster photo, (int X, int Y) shift, float offset)
    {
        for (var py = Math.Max(0, (int)(y - reach)); py <= Math.Min(result.Height - 1, (int)(y + reach + 1)); py++)
        {
            for (var px = Math.Max(0, (int)(x - reach)); px <= Math.Min(result.Width - 1, (int)(x + reach + 1)); px++)
            {
                if (coverage(px, py) is var c and > 0)
                {
                    result.Mix(px, py, photo, (px + shift.X) % photo.Width, (py + shift.Y) % photo.Height, offset, c);
                }
            }
        }
    }

    // At least a tenth of the side away, else the pixels are nearly those that they cover.
    private static (int X, int Y) Shift(Raster photo, Random random) =>
        ((int)(photo.Width * random.Between(0.1f, 0.9f)), (int)(photo.Height * random.Between(0.1f, 0.9f)));

    /// <summary>A change of brightness in grey levels, brighter on dark places and darker on bright ones, where else it could not be seen.</summary>
    private float Offset(Raster photo, float x, float y, Random random, float least, float most)
    {
        var change = random.Between(least, most) * (float)options.Strength;
        var darker = random.Next(2) == 0;
        var level = photo.Brightness(x, y);
        return (darker && level >= change) || level + change > 255 ? -change : change;
    }
}
