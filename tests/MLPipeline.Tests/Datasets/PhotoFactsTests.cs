using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Hashing;
using System.Security.Cryptography;
using MLPipeline.Datasets;
using SkiaSharp;

namespace MLPipeline.Tests.Datasets;

public class PhotoFactsTests
{
    private static byte[] Encode(SKEncodedImageFormat format, int quality = 90)
    {
        using var bitmap = new SKBitmap(80, 60);
        var random = new Random(1);
        for (var i = 0; i < 80 * 60; i++)
        {
            bitmap.SetPixel(i % 80, i / 80, new SKColor((byte)random.Next(256), (byte)(i % 80 * 3), 90));
        }

        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }

    /// <summary>A whole PNG of 65 bytes or so that claims to be so large.</summary>
    internal static byte[] Bomb(int width, int height)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (1, 0);
        return [137, 80, 78, 71, 13, 10, 26, 10, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, [0x78, 0x9C, 3, 0, 0, 0, 0, 1]), .. Chunk("IEND"u8, [])];

        static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
        {
            var chunk = new byte[12 + data.Length];
            BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
            type.CopyTo(chunk.AsSpan(4));
            data.CopyTo(chunk.AsSpan(8));
            BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + data.Length)));
            return chunk;
        }
    }

    [Fact]
    public void A_link_to_a_device_is_no_photo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /dev/zero");
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder["zero.png"], "/dev/zero");
        Assert.Contains("no ordinary file", PhotoFacts.Read(folder["zero.png"]).Problem, StringComparison.Ordinal);
        File.CreateSymbolicLink(folder["gone.png"], folder["nothing"]);
        Assert.NotNull(PhotoFacts.Read(folder["gone.png"]).Problem);
    }

    [Fact]
    public void A_name_that_is_not_UTF_8_is_said() =>
        Assert.Contains("UTF-8", PhotoFacts.Read("pr\uFFFDf.png").Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData(SKEncodedImageFormat.Png, "png", null)]
    [InlineData(SKEncodedImageFormat.Jpeg, "jpeg", 90)]
    [InlineData(SKEncodedImageFormat.Webp, "webp", null)]
    public void A_whole_photo_has_hash_size_and_form(SKEncodedImageFormat format, string name, int? quality)
    {
        using var folder = new TempFolder();
        var bytes = Encode(format);
        var facts = PhotoFacts.Read(folder.Write("photo", bytes));
        Assert.Null(facts.Problem);
        Assert.Equal((80, 60, name, quality, false), (facts.Width, facts.Height, facts.Format, facts.JpegQuality, facts.IsTurned));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), facts.Sha256);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(50)]
    [InlineData(60)]
    [InlineData(75)]
    [InlineData(95)]
    [InlineData(100)]
    public void The_quality_of_a_JPEG_is_that_of_its_encoder(int quality)
    {
        using var folder = new TempFolder();
        Assert.InRange(PhotoFacts.Read(folder.Write("a.jpg", Encode(SKEncodedImageFormat.Jpeg, quality))).JpegQuality!.Value, quality - 1, quality + 1);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void A_photo_that_is_cut_short_anywhere_is_unreadable(SKEncodedImageFormat format)
    {
        using var folder = new TempFolder();
        var bytes = Encode(format);
        foreach (var share in new[] { 0.2, 0.5, 0.8, 0.99 })
        {
            Assert.NotNull(PhotoFacts.Read(folder.Write("cut", bytes[..(int)(share * bytes.Length)])).Problem);
        }
    }

    [Fact]
    public void A_PNG_with_a_hole_in_it_is_unreadable_and_one_with_bytes_behind_its_end_is_not()
    {
        using var folder = new TempFolder();
        var bytes = Encode(SKEncodedImageFormat.Png);
        Assert.NotNull(PhotoFacts.Read(folder.Write("hole.png", [.. bytes[..2000], .. bytes[4000..]])).Problem);
        Assert.Null(PhotoFacts.Read(folder.Write("more.png", [.. bytes, .. "some more"u8])).Problem);
        Assert.Null(PhotoFacts.Read(folder.Write("more.jpg", [.. Encode(SKEncodedImageFormat.Jpeg), .. "some more"u8])).Problem);
    }

    [Fact]
    public void The_header_is_read_before_the_pixels_and_the_limit_can_be_moved()
    {
        using var folder = new TempFolder();
        Assert.Contains("65000 x 65000 pixels are more than the limit of 100 megapixels", PhotoFacts.Read(folder.Write("bomb.png", Bomb(65000, 65000))).Problem);
        var small = folder.Write("small.png", Encode(SKEncodedImageFormat.Png));
        Assert.Contains("limit of 0.004 megapixels", PhotoFacts.Read(small, 0.004).Problem);
        Assert.Null(PhotoFacts.Read(small, 0.0048).Problem);
    }

    [Fact]
    public void Whatever_is_no_photo_says_what_it_is()
    {
        using var folder = new TempFolder();
        Assert.Contains("empty", PhotoFacts.Read(folder.Write("empty.png", [])).Problem);
        Assert.Contains("decoded", PhotoFacts.Read(folder.Write("text.png", "not an image")).Problem);
        Assert.Contains("no such file", PhotoFacts.Read(folder["none.png"]).Problem);
        Assert.Contains("folder", PhotoFacts.Read(folder.Root).Problem);
        Assert.Contains("git lfs pull", PhotoFacts.Read(folder.Write("lfs.png", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n")).Problem);
    }

    [Fact]
    public void A_pipe_called_as_a_photo_is_not_opened()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no named pipes in folders here");
        using var folder = new TempFolder();
        Process.Start("mkfifo", folder["pipe.png"]).WaitForExit();
        Assert.Contains("no ordinary file", PhotoFacts.Read(folder["pipe.png"]).Problem);
        Assert.Equal([folder["pipe.png"]], FolderScan.Deep(folder.Root).Photos);
        Assert.Contains("no ordinary file", Assert.Throws<MaskException>(() => Masks.Load(folder["pipe.png"], 4, 4)).Message);
    }

    [Fact]
    public void A_ledger_reads_each_file_once()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.png", Encode(SKEncodedImageFormat.Png));
        var ledger = new PhotoLedger();
        var first = ledger[path];
        File.Delete(path);
        Assert.Same(first, Assert.Single(ledger.Read([path])));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => ledger.Read([path], cancel: cancelled.Token));
    }

    [Fact]
    public void Pictures_that_the_program_made_are_told_from_photos()
    {
        using var folder = new TempFolder();
        var photo = folder.Write("photo.png", Encode(SKEncodedImageFormat.Png));
        var own = folder.Write("own.png", OwnPicture.Mark(File.ReadAllBytes(photo)));
        Assert.Null(PhotoFacts.Read(own).Problem);
        var scan = FolderScan.Deep(folder.Root);
        Assert.Equal([photo], scan.Photos);
        Assert.Equal([own], scan.Own);
    }
}
