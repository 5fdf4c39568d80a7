using System.Buffers.Binary;
using MLPipeline.Datasets;
using SkiaSharp;

namespace MLPipeline.Tests.Datasets;

public class PhotoPictureTests
{
    [Theory]
    [InlineData(255, 200)]
    [InlineData(128, 100)]
    [InlineData(0, 0)]
    public void What_is_transparent_is_black_as_the_model_sees_it(byte alpha, byte expected)
    {
        using var folder = new TempFolder();
        using var stored = new SKBitmap(new SKImageInfo(8, 8, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        stored.Erase(new SKColor(200, 200, 200, alpha));
        using var data = stored.Encode(SKEncodedImageFormat.Png, 100);
        using var picture = PhotoPicture.Read(folder.Write("x.png", data.ToArray()), 1000, out _)!;
        var color = picture.GetPixel(3, 3);
        Assert.InRange(color.Red, expected - 1, expected + 1);
        Assert.Equal(255, color.Alpha);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    public void A_large_photo_is_reduced_and_keeps_its_shape(SKEncodedImageFormat format)
    {
        using var folder = new TempFolder();
        using var stored = new SKBitmap(new SKImageInfo(600, 200, SKColorType.Rgba8888, SKAlphaType.Opaque));
        stored.Erase(SKColors.Orange);
        using var data = stored.Encode(format, 90);
        using var picture = PhotoPicture.Read(folder.Write("x", data.ToArray()), 7500, out _)!;
        Assert.InRange(picture.Width * picture.Height, 5000, 7500);
        Assert.InRange((double)picture.Width / picture.Height, 2.9, 3.1);
        Assert.InRange(picture.GetPixel(5, 5).Red, 250, 255);
    }

    [Fact]
    public void What_is_no_picture_gives_none()
    {
        using var folder = new TempFolder();
        Assert.Null(PhotoPicture.Read(folder.Write("x.png", "text"), 1000, out _));
    }

    [Fact]
    public void A_marked_picture_stays_a_picture_and_is_known_again()
    {
        using var bitmap = new SKBitmap(4, 4);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        var marked = OwnPicture.Mark(data.AsSpan());
        Assert.True(OwnPicture.IsMarked(marked));
        Assert.True(OwnPicture.IsMarked(marked.AsSpan(0, OwnPicture.NeededBytes)));
        Assert.False(OwnPicture.IsMarked(marked.AsSpan(0, OwnPicture.NeededBytes - 1)));
        Assert.False(OwnPicture.IsMarked(data.AsSpan()));
        using var read = SKBitmap.Decode(marked);
        Assert.Equal(4, read.Width);

        // The chunk's checksum by its definition (PNG, annex D).
        var chunk = marked.AsSpan(33 + 4, 4 + 19);
        var crc = uint.MaxValue;
        foreach (var value in chunk)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            }
        }

        Assert.Equal(~crc, BinaryPrimitives.ReadUInt32BigEndian(marked.AsSpan(33 + 8 + 19)));
    }
}
