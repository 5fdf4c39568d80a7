using MLPipeline.Datasets;
using SkiaSharp;

namespace MLPipeline.Tests.Datasets;

public sealed class PaintingTests : IDisposable
{
    private const int Side = 200;

    private readonly TempFolder _folder = new();

    public static TheoryData<PaintedKind> Kinds => [PaintedKind.Paste, PaintedKind.Scar, PaintedKind.Blob];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_seed_paints_the_same_pixels_and_another_seed_others(PaintedKind kind)
    {
        var photo = Product();

        Assert.Equal(Paint(photo, kind, 1).Pixels, Paint(photo, kind, 1).Pixels);
        Assert.NotEqual(Paint(photo, kind, 1).Pixels, Paint(photo, kind, 2).Pixels);
    }

    [Theory]
    [InlineData(PaintedKind.Paste, 0.07)]
    [InlineData(PaintedKind.Scar, 0.02)]
    [InlineData(PaintedKind.Blob, 0.13)]
    public void A_defect_can_be_seen_and_leaves_the_rest_of_the_photo_alone(PaintedKind kind, double largest)
    {
        var photo = Product();
        for (var seed = 0; seed < 20; seed++)
        {
            Assert.InRange(Changed(photo, Paint(photo, kind, seed)), 0.0002, largest);
        }
    }

    [Fact]
    public void The_product_is_what_differs_from_a_plain_border()
    {
        var photo = Product();
        var foreground = Foreground.Of(photo);
        var random = new Random(1);
        var places = Enumerable.Range(0, 200).Select(_ => foreground.Place(photo, random, 1)).ToArray();

        Assert.True(foreground.IsKnown);
        Assert.All(places, p => Assert.InRange(Math.Sqrt(Math.Pow(p.X - 100, 2) + Math.Pow(p.Y - 100, 2)), 0, 66));
    }

    [Fact]
    public void Most_defects_go_on_the_product_and_some_elsewhere()
    {
        var photo = Product();
        var random = new Random(1);
        var foreground = Foreground.Of(photo);
        var inside = Enumerable.Range(0, 500).Select(_ => foreground.Place(photo, random, 0.85))
            .Count(p => Math.Pow(p.X - 100, 2) + Math.Pow(p.Y - 100, 2) < 66 * 66);

        Assert.InRange(inside / 500.0, 0.8, 0.97);
    }

    [Fact]
    public void A_photo_that_is_all_texture_has_no_background()
    {
        var random = new Random(4);
        var photo = Load((x, y) => (byte)(x / 20 % 2 == 0 ? random.Next(30, 90) : random.Next(120, 250)));

        Assert.False(Foreground.Of(photo).IsKnown);
    }

    [Fact]
    public void On_black_a_change_of_brightness_is_a_brighter_one()
    {
        var photo = Load((_, _) => 5);

        Assert.True(Paint(photo, PaintedKind.Scar, 3).Pixels.Max(v => v == 255 ? 0 : v) > 25);
    }

    [Fact]
    public void A_faint_defect_changes_less()
    {
        var photo = Load((_, _) => 128);
        int Largest(double strength) => Paint(photo, PaintedKind.Scar, 5, strength).Pixels.Where((_, i) => i % 4 != 3).Max(v => Math.Abs(v - 128));

        Assert.True(Largest(0.3) < Largest(1));
    }

    [Fact]
    public void A_painted_photo_is_written_without_loss()
    {
        var painted = Paint(Product(), PaintedKind.Blob, 7);
        painted.SavePng(_folder["painted.png"]);

        Assert.Equal(painted.Pixels, Raster.TryLoad(_folder["painted.png"])!.Pixels);
    }

    [Fact]
    public void What_is_no_photo_cannot_be_painted_on() => Assert.Null(Raster.TryLoad(_folder.Write("not.png", "text")));

    private static double Changed(Raster photo, Raster painted) =>
        Enumerable.Range(0, Side * Side).Count(i => !photo.Pixels.AsSpan(4 * i, 4).SequenceEqual(painted.Pixels.AsSpan(4 * i, 4))) / (double)(Side * Side);

    private static Raster Paint(Raster photo, PaintedKind kind, int seed, double strength = 1) =>
        new Painter(new SyntheticOptions { Strength = strength }).Paint(photo, Foreground.Of(photo), kind, new Random(seed));

    /// <summary>A noisy disc of radius 60 before white.</summary>
    private Raster Product()
    {
        var random = new Random(2);
        return Load((x, y) => ((x - 100) * (x - 100)) + ((y - 100) * (y - 100)) < 3600 ? (byte)random.Next(60, 140) : (byte)random.Next(245, 255));
    }

    private Raster Load(Func<int, int, byte> level) =>
        Raster.TryLoad(_folder.Image("photo.png", Side, Side, (x, y) => level(x, y) is var l ? new SKColor(l, l, l) : default))!;
}
