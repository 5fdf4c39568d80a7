using MLPipeline.Datasets;
using MLPipeline.Tests.Scores;
using SkiaSharp;

namespace MLPipeline.Tests.Datasets;

public class MaskPictureTests
{
    private const int Side = 64;

    private static bool InDefect(int x, int y) => x is >= 10 and < 30 && y is >= 20 and < 30;

    private static byte[] Picture(Func<int, int, SKColor> color, SKEncodedImageFormat format = SKEncodedImageFormat.Png, int width = Side, int height = Side, int quality = 75, float blur = 0)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (var i = 0; i < width * height; i++)
        {
            bitmap.SetPixel(i % width, i / width, color(i % width, i / width));
        }

        using var blurred = new SKBitmap(bitmap.Info);
        using var canvas = new SKCanvas(blurred);
        using var paint = new SKPaint { ImageFilter = SKImageFilter.CreateBlur(blur, blur) };
        canvas.DrawBitmap(bitmap, 0, 0, blur > 0 ? paint : null);
        canvas.Flush();
        using var data = (blur > 0 ? blurred : bitmap).Encode(format, quality);
        return data.ToArray();
    }

    private static SKColor WhiteOnBlack(int x, int y) => InDefect(x, y) ? SKColors.White : SKColors.Black;

    private static bool[] Expected => [.. Enumerable.Range(0, Side * Side).Select(i => InDefect(i % Side, i / Side))];

    public static TheoryData<string, byte[]> Forms => new()
    {
        { "two values", Picture(WhiteOnBlack) },
        { "class ids", Picture((x, y) => InDefect(x, y) ? new SKColor(1, 0, (byte)(x < 20 ? 0 : 2)) : SKColors.Black) },
        { "black on a transparent layer", Picture((x, y) => InDefect(x, y) ? SKColors.Black : SKColors.Transparent) },
        { "red on a transparent layer", Picture((x, y) => InDefect(x, y) ? SKColors.Red : SKColors.Transparent) },
        { "two colours on a transparent layer", Picture((x, y) => !InDefect(x, y) ? new SKColor(255, 255, 255, 0) : x < 20 ? SKColors.Red : SKColors.Green) },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void What_is_clear_is_read_to_the_pixel(string form, byte[] bytes)
    {
        using var folder = new TempFolder();
        var mask = MaskPicture.Read(folder.Write("mask.png", bytes));
        Assert.True(mask.Kind == MaskKind.Clear, form);
        Assert.Equal(Expected, Masks.Load(folder["mask.png"], Side, Side));
    }

    [Theory]
    [InlineData(95, 0)]
    [InlineData(75, 0)]
    [InlineData(40, 0)]
    [InlineData(90, 1.5)]
    public void Compressed_and_blurred_masks_are_cut_at_half(int quality, float blur)
    {
        using var folder = new TempFolder();
        var path = folder.Write("mask.jpg", Picture(WhiteOnBlack, SKEncodedImageFormat.Jpeg, quality: quality, blur: blur));
        Assert.Equal(MaskKind.Halved, MaskPicture.Read(path).Kind);

        // At most the corners differ.
        Assert.True(Masks.Load(path, Side, Side).Zip(Expected).Count(p => p.First != p.Second) <= 12);
    }

    [Fact]
    public void A_soft_PNG_is_cut_at_half_and_a_heat_map_is_doubtful()
    {
        using var folder = new TempFolder();
        var soft = folder.Write("soft.png", Picture(WhiteOnBlack, blur: 1.5f));
        Assert.Equal(MaskKind.Halved, MaskPicture.Read(soft).Kind);
        Assert.True(Masks.Load(soft, Side, Side).Zip(Expected).Count(p => p.First != p.Second) <= 12);
        var heat = folder.Write("heat.png", Picture((x, y) => new SKColor((byte)(x * 2), (byte)(x * 2), (byte)(x * 2))));
        Assert.Equal(MaskKind.Unclear, MaskPicture.Read(heat).Kind);
    }

    [Fact]
    public void A_larger_mask_is_reduced_so_that_no_mark_is_lost()
    {
        using var folder = new TempFolder();
        var path = folder.Write("mask.png", Picture((x, y) => (x, y) is (13, 50) or (63, 0) ? SKColors.White : SKColors.Black));
        var mask = Masks.Load(path, 10, 8);
        Assert.Equal([9, (50 / 8 * 10) + 2], Enumerable.Range(0, mask.Length).Where(i => mask[i]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_mask_that_was_drawn_on_the_upright_photo_is_turned_back(byte orientation)
    {
        using var folder = new TempFolder();
        var photo = folder.Write("photo.jpg", HeatMapTests.WithOrientation(Picture(WhiteOnBlack, SKEncodedImageFormat.Jpeg, 48, 64), orientation));
        var facts = PhotoFacts.Read(photo);
        Assert.Equal((48, 64, true), (facts.Width, facts.Height, facts.IsTurned));

        // What a viewer shows: Skia turns it.
        using var codec = SKCodec.Create(photo);
        using var stored = new SKBitmap(48, 64);
        for (var i = 0; i < 48 * 64; i++)
        {
            stored.SetPixel(i % 48, i / 48, WhiteOnBlack(i % 48, i / 48));
        }

        using var upright = MLPipeline.Scores.HeatMap.Upright(stored, codec.EncodedOrigin);
        using var data = upright.Encode(SKEncodedImageFormat.Png, 100);
        var expected = Enumerable.Range(0, 48 * 64).Select(i => InDefect(i % 48, i / 48));
        Assert.Equal(expected, Masks.Load(folder.Write("mask.png", data.ToArray()), facts, 48, 64));
    }

    [Fact]
    public void A_mask_of_the_stored_shape_is_taken_as_it_is()
    {
        using var folder = new TempFolder();
        var facts = PhotoFacts.Read(folder.Write("photo.jpg", HeatMapTests.WithOrientation(Picture(WhiteOnBlack, SKEncodedImageFormat.Jpeg, 48, 64), 6)));
        var expected = Enumerable.Range(0, 48 * 64).Select(i => InDefect(i % 48, i / 48));
        Assert.Equal(expected, Masks.Load(folder.Write("mask.png", Picture(WhiteOnBlack, width: 48)), facts, 48, 64));
    }

    [Fact]
    public void The_masks_of_a_folder_are_joined_and_an_empty_folder_is_refused()
    {
        using var folder = new TempFolder();
        folder.Write("masks/0.png", Picture((x, y) => InDefect(x, y) && x < 15 ? SKColors.White : SKColors.Black));
        folder.Write("masks/1.png", Picture((x, y) => InDefect(x, y) && x >= 15 ? SKColors.White : SKColors.Black));
        Assert.Equal(Expected, Masks.Load(folder["masks"], Side, Side));
        Directory.CreateDirectory(folder["empty"]);
        Assert.Contains("holds no image", Assert.Throws<MaskException>(() => Masks.Load(folder["empty"], 4, 4)).Message);
    }

    [Fact]
    public void A_mask_that_claims_to_be_huge_is_refused()
    {
        using var folder = new TempFolder();
        Assert.Contains("megapixels", Assert.Throws<MaskException>(() => Masks.Load(folder.Write("bomb.png", PhotoFactsTests.Bomb(65000, 65000)), 4, 4)).Message);
    }
}
