namespace MLPipeline.Datasets;

/// <summary>
/// A drawn square under a fixed camera: an upper way that is walked both ways, a lower path that is walked to the left only.
/// Far things are smaller and slower, walkers cast shadows, the sensor has noise. Grey levels from 0 to 255.
/// </summary>
internal sealed class SquareScene
{
    public const int Width = 320;
    public const int Height = 240;

    private const float Horizon = 40;
    private const float Noise = 2.2f;
    private readonly float[] _ground = new float[Width * Height];

    public SquareScene(int seed)
    {
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var depth = 900 / (y + 60f);
                var ground = IsWay(y) ? 158 : 128;
                var texture = (10 * Datasets.Noise.Cloud(seed, x / 9f, y / 5f)) + (6 * Datasets.Noise.At(seed + 9, x / 2.5f, y / 2.5f));
                var wall = 96 + (18 * Datasets.Noise.Cloud(seed + 3, x / 22f, y / 30f));
                _ground[(y * Width) + x] = y < Horizon ? wall : ground + texture - depth;
            }
        }
    }

    /// <summary>Height of a walker whose feet stand in a row, in pixels.</summary>
    public static float HeightAt(float y) => 18 + (0.09f * (y - 60));

    /// <summary>Draws a frame.</summary>
    /// <param name="actors">Who is there, from far to near.</param>
    /// <param name="random">Makes the noise.</param>
    /// <returns>The picture, and where the unusual is; null where there is nothing unusual to be seen.</returns>
    public (byte[] Picture, byte[]? Mask) Draw(IEnumerable<Actor> actors, Random random)
    {
        var pixels = (float[])_ground.Clone();
        byte[]? mask = null;
        foreach (var actor in actors.OrderBy(a => a.Y))
        {
            var (cover, target) = (0, actor.IsUnusual ? mask ?? new byte[pixels.Length] : null);
            Shadow(pixels, actor);
            foreach (var part in Parts(actor))
            {
                cover += Fill(pixels, part, target);
            }

            // A few pixels at the edge are nothing to be found yet.
            mask = target is not null && cover >= LeastPixels ? target : mask;
        }

        return ([.. pixels.Select(p => (byte)Math.Clamp(MathF.Round(p + (Noise * Datasets.Noise.Gauss(random))), 0, 255))], mask);
    }

    private const int LeastPixels = 12;

    private static bool IsWay(int y) => y is (> 78 and < 132) or (> 158 and < 206);

    /// <summary>The limbs of an actor as thick lines.</summary>
    private static IEnumerable<Limb> Parts(Actor actor)
    {
        var (x, y, h, shade) = (actor.X, actor.Y, HeightAt(actor.Y), actor.Shade);
        if (actor.Kind == ActorKind.Bag)
        {
            yield return new Limb(x - (0.12f * h), y - (0.12f * h), x + (0.12f * h), y - (0.12f * h), 0.15f * h, shade);
            yield break;
        }

        var swing = 0.2f * h * MathF.Sin(actor.Phase);
        if (actor.Kind == ActorKind.Cyclist)
        {
            foreach (var wheel in new[] { -0.38f, 0.38f })
            {
                yield return new Limb(x + (wheel * h), y - (0.2f * h), x + (wheel * h), y - (0.2f * h), 0.19f * h, shade - 12);
            }

            yield return new Limb(x - (0.38f * h), y - (0.25f * h), x + (0.38f * h), y - (0.4f * h), 0.05f * h, shade - 12);
        }

        var hip = y - (0.48f * h);
        yield return new Limb(x, hip, x + swing, y, 0.07f * h, shade - 8);
        yield return new Limb(x, hip, x - swing, y, 0.07f * h, shade - 8);
        yield return new Limb(x, hip, x, y - (0.78f * h), 0.13f * h, shade);
        yield return new Limb(x, y - (0.9f * h), x, y - (0.9f * h), 0.09f * h, shade + 20);
    }

    private static void Shadow(float[] pixels, Actor actor)
    {
        var h = HeightAt(actor.Y);
        var length = actor.Kind == ActorKind.Bag ? 0.2f : 0.55f;
        Each(new Limb(actor.X, actor.Y, actor.X + (length * h), actor.Y + (0.06f * h), 0.08f * h, 0), (i, cover) => pixels[i] *= 1 - (0.16f * cover));
    }

    private static int Fill(float[] pixels, Limb limb, byte[]? mask)
    {
        var count = 0;
        Each(limb, (i, cover) =>
        {
            pixels[i] += cover * (limb.Shade - pixels[i]);
            if (cover > 0.5f)
            {
                count++;
                if (mask is not null)
                {
                    mask[i] = 255;
                }
            }
        });
        return count;
    }

    /// <summary>The pixels that a thick line covers, and by how much.</summary>
    private static void Each(Limb limb, Action<int, float> pixel)
    {
        var (dx, dy) = (limb.X1 - limb.X0, limb.Y1 - limb.Y0);
        var square = (dx * dx) + (dy * dy);
        var reach = limb.Radius + 1;
        for (var y = Math.Max(0, (int)(Math.Min(limb.Y0, limb.Y1) - reach)); y <= Math.Min(Height - 1, (int)(Math.Max(limb.Y0, limb.Y1) + reach)); y++)
        {
            for (var x = Math.Max(0, (int)(Math.Min(limb.X0, limb.X1) - reach)); x <= Math.Min(Width - 1, (int)(Math.Max(limb.X0, limb.X1) + reach)); x++)
            {
                var along = square > 0 ? Math.Clamp((((x - limb.X0) * dx) + ((y - limb.Y0) * dy)) / square, 0, 1) : 0;
                var (px, py) = (x - limb.X0 - (along * dx), y - limb.Y0 - (along * dy));
                var cover = Math.Clamp(limb.Radius + 0.5f - MathF.Sqrt((px * px) + (py * py)), 0, 1);
                if (cover > 0)
                {
                    pixel((y * Width) + x, cover);
                }
            }
        }
    }

    private readonly record struct Limb(float X0, float Y0, float X1, float Y1, float Radius, float Shade);
}

/// <summary>What an actor looks like.</summary>
internal enum ActorKind
{
    /// <summary>Somebody on foot.</summary>
    Walker,

    /// <summary>Somebody on a bicycle.</summary>
    Cyclist,

    /// <summary>A thing that stands.</summary>
    Bag,
}

/// <summary>Somebody or something in the square at one moment.</summary>
/// <param name="Kind">What it looks like.</param>
/// <param name="X">Column of the feet.</param>
/// <param name="Y">Row of the feet.</param>
/// <param name="Phase">Where the legs are in their swing.</param>
/// <param name="Shade">Grey level.</param>
/// <param name="IsUnusual">Whether it is what a detector should find.</param>
internal readonly record struct Actor(ActorKind Kind, float X, float Y, float Phase, float Shade, bool IsUnusual);
