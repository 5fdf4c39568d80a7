using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>Defects of surfaces. Sizes are drawn at random, so that some are easy to see and some are not.</summary>
internal static class TextureDefects
{
    private const int Size = Picture.Size;

    /// <summary>A crack with a branch: dark, with one edge that catches the light.</summary>
    public static void Crack(Picture picture, Random random)
    {
        var angle = random.Between(0, MathF.Tau);
        var way = Coverage.Way(random, Place(random, 60), angle, random.Between(60, 120), random.Between(1.8f, 3.2f), 0.2f);
        var fork = way[way.Count / random.Next(2, 4)];
        var branch = Coverage.Way(random, fork.Point, angle + random.Between(0.5f, 1.1f), random.Between(20, 45), fork.Width * 0.7f, 0.25f);
        foreach (var line in new[] { way, branch })
        {
            picture.Spoil(Coverage.Line(line, 1.2f, 1.2f).Times(0.35f), (_, _, old) => Scaled(old, 1.5f));
            picture.Spoil(Coverage.Line(line).Times(0.8f), (_, _, old) => Scaled(old, 0.38f));
            picture.MarkDefect(Coverage.Line(Coverage.Wider(line)));
        }
    }

    /// <summary>A pale bloom of salt: brightens, and lies thicker in some places.</summary>
    public static void Bloom(Picture picture, Random random)
    {
        var seed = random.Next();
        var strength = random.Between(0.3f, 0.55f);
        picture.Spoil(Coverage.Blob(random, Place(random, 45), random.Between(22, 40), 0.5f), (x, y, old) =>
            Mixed(old, (214, 210, 200), strength * (0.8f + (0.6f * Noise.Cloud(seed, x / 9f, y / 9f)))));
    }

    /// <summary>A joint that lost its mortar: what is bright becomes a dark gap.</summary>
    public static void OpenJoint(Picture picture, Random random)
    {
        // The place is sought where there is a joint: the brightest of some.
        var place = Enumerable.Range(0, 12).Select(_ => Place(random, 50)).MaxBy(p => Luminance(picture, p));
        var seed = random.Next();
        var area = Coverage.Blob(random, place, random.Between(20, 32), 0.3f);
        for (var i = 0; i < area.Length; i++)
        {
            area[i] *= Math.Clamp((Luminance(picture, new SKPoint(i % Size, i / Size)) - 112) / 14, 0, 1);
        }
        picture.Spoil(area, (x, y, _) => Scaled((58, 46, 41), 1 + (0.25f * Noise.Cloud(seed, x / 3f, y / 3f))));
    }

    /// <summary>A dry patch: the green turns to straw.</summary>
    public static void Dry(Picture picture, Random random)
    {
        var strength = random.Between(0.75f, 0.95f);
        picture.Spoil(Coverage.Blob(random, Place(random, 55), random.Between(34, 54), 0.5f), (_, _, old) =>
            Mixed(old, Scaled((1.3f * old.G, 1.15f * old.G, 0.7f * old.G), 1), strength));
    }

    /// <summary>A bald place: bare earth.</summary>
    public static void Bald(Picture picture, Random random)
    {
        var seed = random.Next();
        picture.Spoil(Coverage.Blob(random, Place(random, 45), random.Between(24, 38), 0.35f).Times(0.92f), (x, y, old) =>
            Mixed(Scaled((88, 78, 60), 1 + (0.35f * Noise.Cloud(seed, x / 5f, y / 5f)) + (0.12f * Noise.At(seed + 9, x, y))), old, 0.2f));
    }

    /// <summary>A scrap of paper or foil with a shadow and a fold.</summary>
    public static void Scrap(Picture picture, Random random)
    {
        var center = Place(random, 40);
        var corners = random.Next(4, 7);
        var radius = random.Between(15, 26);
        var turn = random.Between(0, MathF.Tau);
        using var path = new SKPath();
        path.AddPoly([.. Enumerable.Range(0, corners).Select(i => Polar(center, radius * random.Between(0.65f, 1.2f), turn + (i * MathF.Tau / corners)))]);
        var fold = random.Between(0, MathF.Tau);
        var tint = random.Next(3) switch { 0 => (186f, 190f, 192f), 1 => (168f, 152f, 126f), _ => (132f, 148f, 166f) };
        picture.Spoil(Fill(path, 2.5f, 2).Times(0.5f), (_, _, old) => Scaled(old, 0.35f));
        picture.Spoil(Fill(path, 0, 0), (x, y, _) =>
        {
            var side = ((x - center.X) * MathF.Cos(fold)) + ((y - center.Y) * MathF.Sin(fold));
            return Scaled(tint, (side > 0 ? 1.03f : 0.86f) + (0.002f * side));
        });
    }

    /// <summary>Spilt oil: darkens and shines a little in the middle.</summary>
    public static void Oil(Picture picture, Random random)
    {
        var seed = random.Next();
        var strength = random.Between(0.26f, 0.42f);
        picture.Spoil(Coverage.Blob(random, Place(random, 45), random.Between(32, 50), 0.25f), (x, y, old) =>
            Scaled((old.R, old.G * 0.97f, old.B * 0.9f), strength + (0.1f * Noise.Cloud(seed, x / 14f, y / 14f))));
    }

    /// <summary>A twig: a lit round rod with knots and a shadow.</summary>
    public static void Twig(Picture picture, Random random)
    {
        var way = Coverage.Way(random, Place(random, 60), random.Between(0, MathF.Tau), random.Between(70, 120), random.Between(6, 9), 0.09f);
        picture.Spoil(Coverage.Line(way, 2.5f, 2.5f).Times(0.55f), (_, _, old) => Scaled(old, 0.4f));
        var seed = random.Next();
        picture.Spoil(Coverage.Line(way), (x, y, _) => Scaled((98, 76, 54), 1 + (0.3f * Noise.Cloud(seed, x / 4f, y / 4f))));
        var ridge = way.Select(step => (step.Point, step.Width * 0.35f)).ToList();
        picture.Spoil(Coverage.Line(ridge, -1, -1).Times(0.5f), (_, _, old) => Scaled(old, 1.5f));
    }

    /// <summary>Fines: a heap of sand that hides the stones.</summary>
    public static void Fines(Picture picture, Random random)
    {
        var seed = random.Next();
        var strength = random.Between(0.85f, 1);
        picture.Spoil(Coverage.Blob(random, Place(random, 45), random.Between(32, 50), 0.5f), (x, y, old) =>
            Mixed(old, Scaled((158, 144, 118), 1 + (0.14f * Noise.Cloud(seed, x / 6f, y / 6f)) + (0.13f * Noise.At(seed + 9, x / 1.5f, y / 1.5f))), strength));
    }

    private static SKPoint Place(Random random, float margin) => new(random.Between(margin, Size - margin), random.Between(margin, Size - margin));

    private static SKPoint Polar(SKPoint center, float radius, float angle) => new(center.X + (radius * MathF.Cos(angle)), center.Y + (radius * MathF.Sin(angle)));

    private static float[] Fill(SKPath path, float dx, float dy) => Coverage.Drawn(canvas =>
    {
        using var paint = new SKPaint { Color = SKColors.White, IsAntialias = true };
        canvas.Translate(dx, dy);
        canvas.DrawPath(path, paint);
    });

    private static float Luminance(Picture picture, SKPoint at)
    {
        var i = ((((int)at.Y) * Size) + (int)at.X) * 3;
        return (picture.Pixels[i] + picture.Pixels[i + 1] + picture.Pixels[i + 2]) / 3;
    }

    private static (float R, float G, float B) Scaled((float R, float G, float B) color, float factor) => (color.R * factor, color.G * factor, color.B * factor);

    private static (float R, float G, float B) Mixed((float R, float G, float B) a, (float R, float G, float B) b, float share) =>
        (a.R + (share * (b.R - a.R)), a.G + (share * (b.G - a.G)), a.B + (share * (b.B - a.B)));
}
