using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>
/// A machined plate with holes, slots and a bore on a dark table: drawn, turned and shifted a little, lit from one side, noisy.
/// Lengths are in pixels of the photo, measured from the middle of the plate.
/// </summary>
internal sealed class PlateScene : IScene
{
    private const int Size = Picture.Size;
    private const float HalfWidth = 96;
    private const float HalfHeight = 68;
    private static readonly SKColor Table = new(58, 61, 66);

    // Position and radius; the first six are the ones that can be forgotten or drilled in the wrong place.
    private static readonly (float X, float Y, float Radius)[] Holes =
        [(-76, -48, 9), (76, -48, 9), (-76, 48, 9), (76, 48, 9), (0, -50, 5), (0, 50, 5), (0, 0, 25)];

    private static readonly SKRect[] Slots = [new(-59, -20, -47, 20), new(47, -20, 59, 20)];

    public string Name => "plate";

    public IReadOnlyList<string> Defects { get; } = ["hole", "scratch", "stain"];

    public Picture Photograph(Random random, bool test, string? defect)
    {
        var place = SKMatrix.CreateTranslation((Size / 2f) + random.Between(-6, 6), (Size / 2f) + random.Between(-6, 6))
            .PreConcat(SKMatrix.CreateRotation(random.Between(-0.07f, 0.07f)))
            .PreConcat(SKMatrix.CreateScale(random.Between(0.98f, 1.02f), random.Between(0.98f, 1.02f)));
        var holes = Holes.ToArray();
        using var wrong = new SKPath();
        if (defect == "hole")
        {
            Misdrill(random, holes, wrong);
        }
        var picture = new Picture();
        var metal = Draw(picture, random, place, holes);
        switch (defect)
        {
            case "hole":
                picture.MarkDefect(Coverage.Drawn(canvas => Fill(canvas, place, wrong)));
                break;
            case "scratch":
                Scratch(picture, random, place, metal);
                break;
            case "stain":
                Stain(picture, random, place, metal);
                break;
        }
        picture.Expose(random, unevenness: 0.16f, noise: 2.5f);
        return picture;
    }

    /// <summary>A hole is forgotten, or is a few pixels off; <paramref name="wrong"/> receives where that shows.</summary>
    private static void Misdrill(Random random, (float X, float Y, float Radius)[] holes, SKPath wrong)
    {
        var which = random.Next(6);
        var (x, y, radius) = holes[which];
        wrong.AddCircle(x, y, radius + 2);
        if (random.Next(2) == 0)
        {
            holes[which] = (0, 0, 0);
            return;
        }
        // Inwards, so that it stays on the plate.
        var shift = random.Between(6, 11);
        var angle = MathF.Atan2(-y, -x) + random.Between(-0.6f, 0.6f);
        holes[which] = (x + (shift * MathF.Cos(angle)), y + (shift * MathF.Sin(angle)), radius);
        wrong.AddCircle(holes[which].X, holes[which].Y, radius + 2);
    }

    private static void Scratch(Picture picture, Random random, SKMatrix place, float[] metal)
    {
        IReadOnlyList<(SKPoint Point, float Width)> way;
        float[] line;
        do
        {
            way = Coverage.Way(random, OnMetal(random, place, metal), random.Between(0, MathF.Tau), random.Between(30, 75), random.Between(1.1f, 1.9f), 0.05f);
            line = Coverage.Line(way);
        }
        // Most of it has to be on the metal, or it would not show.
        while (line.Within(metal).Sum() < 0.7f * line.Sum());
        picture.Spoil(Coverage.Line(way, 0.9f, 0.9f).Within(metal).Times(0.7f), (_, _, old) => (old.R * 0.55f, old.G * 0.55f, old.B * 0.55f));
        picture.Spoil(line.Within(metal).Times(0.85f), (_, _, old) => (old.R + 58, old.G + 58, old.B + 60));
        picture.MarkDefect(Coverage.Line(Coverage.Wider(way)).Within(metal));
    }

    private static void Stain(Picture picture, Random random, SKMatrix place, float[] metal)
    {
        var seed = random.Next();
        var strength = random.Between(0.72f, 0.86f);
        picture.Spoil(Coverage.Blob(random, OnMetal(random, place, metal), random.Between(10, 21), 0.45f).Within(metal), (x, y, old) =>
        {
            var f = strength + (0.12f * Noise.Cloud(seed, x / 8f, y / 8f));
            return (old.R * (f + 0.06f), old.G * f, old.B * (f - 0.12f));
        });
    }

    private static SKPoint OnMetal(Random random, SKMatrix place, float[] metal)
    {
        while (true)
        {
            var point = place.MapPoint(random.Between(-HalfWidth + 12, HalfWidth - 12), random.Between(-HalfHeight + 12, HalfHeight - 12));
            if (metal[((int)point.Y * Size) + (int)point.X] > 0.99f)
            {
                return point;
            }
        }
    }

    /// <summary>Draws the good product; returns where its metal is.</summary>
    private static float[] Draw(Picture picture, Random random, SKMatrix place, (float X, float Y, float Radius)[] holes)
    {
        using var outline = new SKPath();
        outline.AddRoundRect(new SKRect(-HalfWidth, -HalfHeight, HalfWidth, HalfHeight), 14, 14);
        var openings = Openings(holes);
        using var all = new SKPath();
        openings.ForEach(opening => all.AddPath(opening));
        using var bitmap = new SKBitmap(new SKImageInfo(Size, Size, SKColorType.Rgba8888, SKAlphaType.Premul));
        using (var canvas = new SKCanvas(bitmap))
        {
            Paint(canvas, place, outline, openings, all);
        }
        var metal = Coverage.Drawn(canvas => Fill(canvas, place, outline))
            .Within([.. Coverage.Drawn(canvas => Fill(canvas, place, all)).Select(c => 1 - c)]);
        Finish(picture, random, place, bitmap, metal);
        openings.ForEach(opening => opening.Dispose());
        return metal;
    }

    private static List<SKPath> Openings((float X, float Y, float Radius)[] holes)
    {
        var openings = new List<SKPath>();
        foreach (var (x, y, radius) in holes.Where(hole => hole.Radius > 0))
        {
            openings.Add(new SKPath());
            openings[^1].AddCircle(x, y, radius);
        }
        foreach (var slot in Slots)
        {
            openings.Add(new SKPath());
            openings[^1].AddRoundRect(slot, 6, 6);
        }
        return openings;
    }

    private static void Paint(SKCanvas canvas, SKMatrix place, SKPath outline, List<SKPath> openings, SKPath all)
    {
        canvas.Clear(Table);
        using var paint = new SKPaint { IsAntialias = true };
        // The plate's shadow: light comes from the upper left, whichever way the plate lies.
        using (var blur = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, 5))
        {
            paint.Color = new SKColor(0, 0, 0, 130);
            paint.MaskFilter = blur;
            canvas.Translate(5, 6);
            Fill(canvas, place, outline, paint);
            canvas.ResetMatrix();
            paint.MaskFilter = null;
        }
        paint.Color = new SKColor(158, 161, 164);
        Fill(canvas, place, outline, paint);
        // Bevels: a lit and a shaded side; those of openings face the other way than the outer edge.
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = 3;
        Bevel(canvas, place, outline, paint, new SKColor(214, 216, 218), new SKColor(96, 98, 102));
        paint.StrokeWidth = 5;
        foreach (var opening in openings)
        {
            Bevel(canvas, place, opening, paint, new SKColor(104, 106, 110), new SKColor(208, 210, 212));
        }
        // Through the openings the table shows, in the shadow of the upper left rim.
        paint.Style = SKPaintStyle.Fill;
        paint.Color = new SKColor(26, 27, 30);
        Fill(canvas, place, all, paint);
        canvas.Save();
        canvas.SetMatrix(place);
        canvas.ClipPath(all, SKClipOperation.Intersect, antialias: true);
        canvas.SetMatrix(SKMatrix.CreateTranslation(3, 4).PreConcat(place));
        paint.Color = new SKColor(50, 53, 57);
        canvas.DrawPath(all, paint);
        canvas.Restore();
    }

    private static void Bevel(SKCanvas canvas, SKMatrix place, SKPath path, SKPaint paint, SKColor upperLeft, SKColor lowerRight)
    {
        var (middle, reach) = (new SKPoint(path.Bounds.MidX, path.Bounds.MidY), Math.Min(path.Bounds.Width, path.Bounds.Height) / 2.4f);
        using var shader = SKShader.CreateLinearGradient(
            middle - new SKPoint(reach, reach), middle + new SKPoint(reach, reach), [upperLeft, lowerRight], SKShaderTileMode.Clamp);
        paint.Shader = shader;
        Fill(canvas, place, path, paint);
        paint.Shader = null;
    }

    private static void Fill(SKCanvas canvas, SKMatrix place, SKPath path, SKPaint? paint = null)
    {
        using var white = new SKPaint { Color = SKColors.White, IsAntialias = true };
        canvas.Save();
        canvas.Concat(ref place);
        canvas.DrawPath(path, paint ?? white);
        canvas.Restore();
    }

    /// <summary>Adds what makes it a photo: the brushed grain of the metal, its glare, the structure of the table.</summary>
    private static void Finish(Picture picture, Random random, SKMatrix place, SKBitmap drawn, float[] metal)
    {
        var grain = random.Next();
        var table = random.Next();
        var (glareX, glareY) = (random.Between(60, 196), random.Between(60, 196));
        var glare = random.Between(6, 20);
        var back = place.Invert();
        var pixels = drawn.GetPixelSpan();
        for (var i = 0; i < Size * Size; i++)
        {
            var (x, y) = (i % Size, i / Size);
            var on = back.MapPoint(x, y);
            // Brushing leaves long thin lines along the plate.
            var lines = (6f * Noise.At(grain, on.X / 42, on.Y * 0.9f)) + (4f * Noise.At(grain + 1, on.X / 14, on.Y * 1.7f));
            var (gx, gy) = ((x - glareX) / 85, (y - glareY) / 85);
            var shine = lines + (glare * MathF.Exp(-(gx * gx) - (gy * gy)));
            var cloth = (3.5f * Noise.Cloud(table, x / 18f, y / 18f)) + (2.5f * Noise.At(table + 7, x / 1.3f, y / 1.3f));
            var add = cloth + (metal[i] * (shine - cloth));
            for (var c = 0; c < 3; c++)
            {
                picture.Pixels[(3 * i) + c] = pixels[(4 * i) + c] + add;
            }
        }
    }
}
