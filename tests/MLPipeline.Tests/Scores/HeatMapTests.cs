using MLPipeline.Featurization;
using MLPipeline.Scores;
using MLPipeline.Tests.Datasets;
using SkiaSharp;

namespace MLPipeline.Tests.Scores;

public class HeatMapTests
{
    private static readonly MapScale Scale = new(1, 2);

    [Fact]
    public void The_mask_is_white_where_the_map_is_above_the_threshold()
    {
        using var folder = new TempFolder();
        var photo = folder.Image("a.png", 64, 48, (_, _) => SKColors.Gray);
        var (overlay, mask) = HeatMap.Draw(photo, [1, 5, 1, 5], 2, 2, new InputSize(64, 48), Scale);

        using var picture = SKBitmap.Decode(overlay);
        using var white = SKBitmap.Decode(mask);
        Assert.Equal((64, 48), (picture.Width, picture.Height));
        Assert.Equal((64, 48), (white.Width, white.Height));
        Assert.Equal(0, white.GetPixel(3, 24).Red);
        Assert.Equal(255, white.GetPixel(60, 24).Red);
        Assert.Equal(SKColors.Gray, picture.GetPixel(0, 24));
        Assert.True(picture.GetPixel(60, 24).Red > 160, "hot places are red");
    }

    [Fact]
    public void A_photo_that_its_camera_turned_comes_out_upright()
    {
        using var folder = new TempFolder();
        using var bitmap = new SKBitmap(64, 32);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        var photo = folder.Write("turned.jpg", WithOrientation(data.ToArray(), 6));

        // Stored: hot on the right half. Shown: turned clockwise, so the hot half is the lower one.
        var (_, mask) = HeatMap.Draw(photo, [1, 5], 1, 2, new InputSize(64, 32), Scale);
        using var white = SKBitmap.Decode(mask);
        Assert.Equal((32, 64), (white.Width, white.Height));
        Assert.Equal(0, white.GetPixel(16, 3).Red);
        Assert.Equal(255, white.GetPixel(16, 60).Red);
    }

    /// <summary>Puts an EXIF block with one entry, the orientation, behind the start of a JPEG.</summary>
    internal static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] exif =
        [
            0xFF, 0xE1, 0x00, 0x22, (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0,
            (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8,
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0,
            0, 0, 0, 0,
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }
}
