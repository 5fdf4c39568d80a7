using System.Security.Cryptography;
using MLPipeline.Datasets;
using SkiaSharp;

namespace MLPipeline.Tests.Datasets.Samples;

public class SampleDatasetTests
{
    private static readonly SampleOptions Small = new() { Train = 3, TestGood = 2, PerDefect = 2 };

    [Fact]
    public void The_same_options_give_the_same_bytes_and_another_seed_gives_others()
    {
        using var folder = new TempFolder();
        Write(folder["a"], Small);
        Write(folder["b"], Small);
        Write(folder["b"], Small);
        Write(folder["c"], Small with { Seed = 43 });
        var a = Hashes(folder["a"]);
        Assert.Equal(a, Hashes(folder["b"]));
        var c = Hashes(folder["c"]);
        Assert.Equal(a.Keys, c.Keys);
        Assert.All(a.Where(file => file.Key.EndsWith(".jpg", StringComparison.Ordinal)), file => Assert.NotEqual(file.Value, c[file.Key]));
    }

    [Fact]
    public void Four_categories_with_three_masked_defects_each_are_written()
    {
        using var folder = new TempFolder();
        var dataset = Write(folder.Root, Small with { Train = 10 });
        Assert.Equal("mvtec", dataset.Layout);
        Assert.Empty(dataset.Warnings);
        Assert.Equal(["brick", "grass", "gravel", "plate"], dataset.Categories.Select(c => c.Name));
        foreach (var category in dataset.Categories)
        {
            Assert.Equal((10, 8), (category.Train.Count(), category.Test.Count()));
            Assert.Equal(3, category.Test.Where(p => p.IsAnomalous).Select(p => p.Defect).Distinct().Count());
            foreach (var photo in category.Test.Where(p => p.IsAnomalous))
            {
                using var bitmap = SKBitmap.Decode(photo.Path);
                Assert.Equal((256, 256), (bitmap.Width, bitmap.Height));
                // A visible defect that leaves most of the product as it was.
                Assert.InRange(Masks.Load(photo.MaskPath!, 256, 256).Count(d => d), 40, 256 * 256 / 4);
            }
        }
    }

    [Theory]
    [InlineData("bloom")]
    [InlineData("crack")]
    [InlineData("open_joint")]
    public void A_painted_defect_changes_pixels_under_its_mask_and_none_far_from_it(string defect)
    {
        Action<Picture, Random> paint = defect switch
        {
            "bloom" => TextureDefects.Bloom,
            "crack" => TextureDefects.Crack,
            _ => TextureDefects.OpenJoint,
        };
        var picture = new Picture();
        Array.Fill(picture.Pixels, 130);
        paint(picture, new Random(3));
        var masked = Enumerable.Range(0, 256 * 256).Where(i => picture.Defect![i] > 0.34f).ToList();
        Assert.NotEmpty(masked);
        Assert.True(masked.Average(i => Math.Abs(picture.Pixels[3 * i] - 130)) > 15);
        Assert.All(Enumerable.Range(0, 256 * 256).Where(i => picture.Defect![i] == 0), i => Assert.Equal(130, picture.Pixels[3 * i]));
    }

    [Fact]
    public void A_good_photo_has_no_defect() => Assert.Null(new PlateScene().Photograph(new Random(5), test: true, null).Defect);

    [Fact]
    public void Train_pieces_come_from_the_left_half_and_test_pieces_from_the_right()
    {
        var gray = new float[64 * 64];
        for (var i = 0; i < gray.Length; i++)
        {
            gray[i] = i % 64 < 32 ? 10 : 200;
        }
        var texture = new Texture(gray, 64);
        for (var seed = 0; seed < 50; seed++)
        {
            Assert.All(texture.Cut(new Random(seed), test: false, 18, MathF.PI), value => Assert.Equal(10, value, 0.01f));
            Assert.All(texture.Cut(new Random(seed), test: true, 18, MathF.PI), value => Assert.Equal(200, value, 0.01f));
        }
    }

    [Fact]
    public void A_folder_with_other_files_is_left_alone()
    {
        using var folder = new TempFolder();
        folder.Write("brick/train/good/mine.png", "photo");
        var e = Assert.Throws<DatasetException>(() => Write(folder.Root, Small));
        Assert.Contains("mine.png", e.Message);
        Assert.Single(Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named()
    {
        using var folder = new TempFolder();
        var file = folder.Write("file", "text");
        Assert.Contains(file, Assert.Throws<DatasetException>(() => Write(Path.Combine(file, "sample"), Small)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Write(folder["x"], Small with { Train = 0 }));
    }

    private static Dataset Write(string folder, SampleOptions options) => SampleDataset.Write(folder, options, TestContext.Current.CancellationToken);

    private static SortedDictionary<string, string> Hashes(string root) => new(
        Directory.GetFiles(root, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(root, path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))),
        StringComparer.Ordinal);
}
