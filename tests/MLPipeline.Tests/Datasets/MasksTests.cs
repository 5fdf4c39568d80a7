using MLPipeline.Datasets;
using SkiaSharp;

namespace MLPipeline.Tests.Datasets;

public class MasksTests
{
    // 4 x 2 PNG files made with Pillow 9.4.0: values [[0,1,2,0],[0,0,0,1]], as gray and as palette
    // (0 black, 1 (0,0,1), 2 red); as 16-bit gray [[0,256,512,255],[0,0,0,65535]], whose upper 8 bits are the same or 255.
    private const string Gray = "iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAAAAABawyK/AAAAEklEQVR4nGNgYGRiYGBgYGAEAAAhAAWrZQyhAAAAAElFTkSuQmCC";
    private const string Gray16 = "iVBORw0KGgoAAAANSUhEUgAAAAQAAAACEAAAAAAKU/78AAAAFklEQVR4nGNgYGBkYGJg+M8AAf//AwANLgMBXGZqCwAAAABJRU5ErkJggg==";
    private const string Palette = "iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAMAAABIdo1RAAADAFBMVEUAAAAAAAH/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADqZY4NAAAAD0lEQVR4nGNgYGRiAAFGAAAhAAVvuho1AAAAAElFTkSuQmCC";

    [Theory]
    [InlineData(Gray)]
    [InlineData(Gray16)]
    [InlineData(Palette)]
    public void Small_class_ids_count_as_defective(string base64)
    {
        using var folder = new TempFolder();
        var path = folder.Write("mask ä.png", Convert.FromBase64String(base64));
        Assert.Equal([false, true, true, false, false, false, false, true], Masks.Load(path, 4, 2));
    }

    [Fact]
    public void Alpha_is_not_looked_at()
    {
        using var folder = new TempFolder();
        var path = folder.Image("mask.png", 2, 1, (x, _) => x == 0 ? new SKColor(0, 0, 0, 255) : new SKColor(0, 7, 0, 128), alpha: true);
        Assert.Equal([false, true], Masks.Load(path, 2, 1));
    }

    [Fact]
    public void Another_size_is_resized_by_nearest_neighbour()
    {
        using var folder = new TempFolder();
        var path = folder.Image("mask.png", 2, 2, (x, y) => x == 1 && y == 0 ? SKColors.White : SKColors.Black, SKColorType.Gray8);
        Assert.Equal([false, false, true, true, false, false, true, true, false, false, false, false, false, false, false, false], Masks.Load(path, 4, 4));
        Assert.Equal([false, true, true, false, false, false], Masks.Load(path, 3, 2));
        var wide = folder.Image("wide.png", 9, 3, (x, y) => x == 4 && y == 1 ? SKColors.White : SKColors.Black);
        Assert.Equal([false, true, false], Masks.Load(wide, 3, 1));
    }

    [Fact]
    public void Bad_files_are_named()
    {
        using var folder = new TempFolder();
        var whole = File.ReadAllBytes(folder.Image("whole.png", 64, 64, (x, y) => new SKColor((byte)(x * y), (byte)(x ^ y), 3)));
        foreach (var path in new[] { folder.Write("empty.png", []), folder.Write("text.png", "not an image"), folder.Write("cut.png", whole[..(whole.Length / 2)]), folder["none.png"] })
        {
            Assert.Contains(path, Assert.Throws<MaskException>(() => Masks.Load(path, 4, 4)).Message);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => Masks.Load(folder["whole.png"], 0, 4));
    }
}
