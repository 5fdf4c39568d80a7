using MLPipeline.Datasets;
using SkiaSharp;

namespace MLPipeline.Tests.Datasets.Inspect;

public class InspectionTests
{
    // JPEG files made with Pillow 9.4.0: 64 x 64 in mode CMYK, and 128 x 64 in mode RGB with EXIF orientation 6.
    private const string Cmyk = "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAIBgYHBgUIBwcHCQkICgwUDQwLCwwZEhMPFB0aHx4dGhwcICQuJyAiLCMcHCg3KSwwMTQ0NB8nOT04MjwuMzQy/8AAFAgAQABABEMRAE0RAFkRAEsRAP/EABUAAQEAAAAAAAAAAAAAAAAAAAAH/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAA4EQwBNAFkASwAAPwC6pssK9AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAP/Z";
    private const string Turned = "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/wAARCABAAIADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAYH/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AmAkGbgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAP/9k=";

    private static SKColor Pattern(int seed, int x, int y)
    {
        // Cells of 8 pixels in random gray.
        var gray = (byte)new Random((seed * 10007) + (x / 8 * 131) + (y / 8)).Next(256);
        return new SKColor(gray, (byte)(gray / 2), 90);
    }

    private static void Photo(TempFolder folder, string path, int seed) => folder.Image(path, 64, 64, (x, y) => Pattern(seed, x, y));

    private static TempFolder Clean(string category = "part")
    {
        var folder = new TempFolder();
        for (var i = 0; i < 10; i++)
        {
            Photo(folder, $"{category}/train/good/{i}.png", i);
        }
        Photo(folder, $"{category}/test/good/0.png", 100);
        Photo(folder, $"{category}/test/dent/0.png", 200);
        folder.Image($"{category}/ground_truth/dent/0_mask.png", 64, 64, (x, y) => x < 9 ? SKColors.White : SKColors.Black, SKColorType.Gray8);
        return folder;
    }

    private static Inspection Inspect(TempFolder folder, InspectOptions? options = null) =>
        Inspection.Run(Dataset.Open(folder.Root), options ?? new InspectOptions { TargetFpr = 0.1 }, cancellation: TestContext.Current.CancellationToken);

    [Fact]
    public void A_clean_dataset_has_counts_and_no_findings()
    {
        using var folder = Clean();
        var inspection = Inspect(folder);
        Assert.Empty(inspection.Findings);
        var part = Assert.Single(inspection.Categories);
        Assert.Equal(("part", 10, 0, 1, 1, 0), (part.Name, part.Train, part.Validation, part.TestGood, part.Masks, part.Broken));
        Assert.Equal([new("dent", 1)], part.Defects);
        Assert.Equal([new("64 x 64", 12)], part.Sizes);
        Assert.Equal([new("1.00", 12)], part.AspectRatios);
        Assert.Equal([new("colour", 12)], part.ColorModes);
    }

    [Fact]
    public void Broken_files_are_errors_that_say_what_is_wrong()
    {
        using var folder = Clean();
        var whole = File.ReadAllBytes(folder["part/train/good/0.png"]);
        folder.Write("part/train/good/cut.png", whole[..(whole.Length / 2)]);
        folder.Write("part/train/good/empty.png", []);
        folder.Write("part/test/good/text.png", "not an image");
        using var bitmap = SKBitmap.Decode(whole);
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        folder.Write("part/test/good/cut.jpg", jpeg.ToArray()[..((int)jpeg.Size / 2)]);
        var inspection = Inspect(folder);
        Assert.All(inspection.Findings, f => Assert.Equal(Severity.Error, f.Severity));
        Assert.Equal(
            [
                "2 photos are left out: cut short: the file ends before the picture does: part/train/good/cut.png, part/test/good/cut.jpg.",
                "part/test/good/text.png is left out: not an image that can be decoded (the formats are JPEG, PNG, BMP, WebP and GIF).",
                "part/train/good/empty.png is left out: the file is empty, or no ordinary file.",
            ],
            inspection.Findings.Select(f => f.Message).Order(StringComparer.Ordinal));
        Assert.Equal(4, inspection.Categories[0].Broken);
    }

    [Fact]
    public void The_same_bytes_in_two_splits_or_under_two_labels_are_errors_and_within_a_split_a_warning()
    {
        using var folder = Clean();
        File.Copy(folder["part/train/good/3.png"], folder["part/test/good/copy.png"]);
        File.Copy(folder["part/train/good/4.png"], folder["part/test/dent/0b.png"]);
        File.Copy(folder["part/train/good/5.png"], folder["part/train/good/5b.png"]);
        folder.Image("part/ground_truth/dent/0b_mask.png", 64, 64, (x, _) => x < 9 ? SKColors.White : SKColors.Black);
        var findings = Inspect(folder).Findings;
        Assert.Equal([Severity.Error, Severity.Error, Severity.Warning], findings.Select(f => f.Severity));
        Assert.Contains(findings, f => f.Message == "1 photo(s) are in more than one split: part/train/good/3.png = part/test/good/copy.png.");
        Assert.Contains(findings, f => f.Message.StartsWith("1 photo(s) are called good and bad", StringComparison.Ordinal) && f.Files.Count == 2);
        Assert.Contains(findings, f => f.Message.StartsWith("1 photo(s) are there more than once", StringComparison.Ordinal));
    }

    [Fact]
    public void A_copy_that_was_compressed_anew_and_brightened_is_a_near_duplicate_across_splits()
    {
        using var folder = Clean();
        using var original = SKBitmap.Decode(folder["part/train/good/3.png"]);
        using var larger = original.Resize(new SKImageInfo(128, 128), SKFilterQuality.None);
        using var jpeg = larger.Encode(SKEncodedImageFormat.Jpeg, 85);
        folder.Write("part/test/good/copy.jpg", jpeg.ToArray());
        folder.Image("part/test/good/light.png", 64, 64, (x, y) => Brighter(Pattern(6, x, y)));
        var finding = Assert.Single(Inspect(folder).Findings, f => f.Message.Contains("look like one in it"));
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Equal(["part/test/good/copy.jpg", "part/train/good/3.png", "part/test/good/light.png", "part/train/good/6.png"], finding.Files);
        Assert.DoesNotContain(Inspect(folder, new InspectOptions { TargetFpr = 0.1, NearDistance = -1 }).Findings, f => f.Message.Contains("look like"));

        static SKColor Brighter(SKColor c) => new((byte)Math.Min(255, c.Red + 1), (byte)(c.Green + 1), (byte)(c.Blue + 1));
    }

    [Fact]
    public void Masks_that_are_broken_or_empty_or_of_another_size_or_without_photo_are_found()
    {
        using var folder = Clean();
        for (var i = 1; i < 4; i++)
        {
            Photo(folder, $"part/test/dent/{i}.png", 200 + i);
        }
        folder.Write("part/ground_truth/dent/1_mask.png", "text");
        folder.Image("part/ground_truth/dent/2_mask.png", 64, 64, (_, _) => SKColors.Black);
        folder.Image("part/ground_truth/dent/3_mask.png", 32, 64, (_, _) => SKColors.White);
        folder.Image("part/ground_truth/hole/9_mask.png", 64, 64, (_, _) => SKColors.White);
        foreach (var findings in new[] { Inspect(folder).Findings, Inspection.Run(Dataset.Open(folder["part"]), new InspectOptions { TargetFpr = 0.1 }, cancellation: TestContext.Current.CancellationToken).Findings })
        {
            Assert.Contains(findings, f => f.Message.StartsWith("1 of 4 mask(s) mark nearly all", StringComparison.Ordinal) && f.Files[0].EndsWith("3_mask.png", StringComparison.Ordinal));
            Assert.Equal(5, findings.Count);
            Assert.Contains(findings, f => f.Severity == Severity.Error && f.Message.StartsWith("1 of 4 mask(s) cannot be used", StringComparison.Ordinal) && f.Files[0].EndsWith("dent/1_mask.png", StringComparison.Ordinal));
            Assert.Contains(findings, f => f.Severity == Severity.Warning && f.Message.StartsWith("1 of 4 mask(s) mark no pixel", StringComparison.Ordinal) && f.Files[0].EndsWith("2_mask.png", StringComparison.Ordinal));
            Assert.Contains(findings, f => f.Severity == Severity.Warning && f.Message.Contains("another shape") && f.Message.Contains("3_mask.png (32 x 64, its photo 64 x 64)"));
            Assert.Contains(findings, f => f.Severity == Severity.Warning && f.Message.Contains("1 mask(s) belong to no photo") && f.Files[0].EndsWith("hole/9_mask.png", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Odd_sizes_and_colour_modes_are_found()
    {
        using var folder = Clean();
        folder.Image("part/train/good/wide.png", 96, 64, (x, y) => Pattern(50, x, y));
        folder.Image("part/train/good/tiny.png", 1, 1, (x, y) => Pattern(51, x, y));
        folder.Image("part/train/good/gray.png", 64, 64, (x, y) => Pattern(52, x, y), SKColorType.Gray8);
        folder.Image("part/train/good/alpha.png", 64, 64, (x, y) => Pattern(53, x, y).WithAlpha(99), alpha: true);
        folder.Write("part/train/good/cmyk.jpg", Convert.FromBase64String(Cmyk));
        folder.Write("part/train/good/turned.jpg", Convert.FromBase64String(Turned));
        var inspection = Inspect(folder);
        Assert.Contains(inspection.Findings, f => f.Message.Contains("less than 32 pixels") && f.Files.Contains("part/train/good/tiny.png"));
        Assert.Equal(["part/train/good/turned.jpg", "part/train/good/wide.png"], Assert.Single(inspection.Findings, f => f.Message.Contains("aspect ratio of 1.00")).Files);
        Assert.Equal(["part/train/good/gray.png"], Assert.Single(inspection.Findings, f => f.Message.Contains("Gray and coloured")).Files);
        Assert.Equal(["part/train/good/cmyk.jpg"], Assert.Single(inspection.Findings, f => f.Message.Contains("cmyk") && f.Message.Contains("stored as")).Files);
        Assert.Equal(["part/train/good/turned.jpg"], Assert.Single(inspection.Findings, f => f.Message.Contains("EXIF")).Files);
        Assert.Equal(["part/train/good/alpha.png"], Assert.Single(inspection.Findings, f => f.Severity == Severity.Warning && f.Message.Contains("have see-through pixels")).Files);
        Assert.Equal(1, inspection.Categories[0].ColorModes["gray"]);
        Assert.Equal("64 x 64", inspection.Categories[0].Sizes.First().Key);
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.1, 9)]
    [InlineData(0.05, 19)]
    [InlineData(0.03, 33)]
    [InlineData(0.01, 99)]
    [InlineData(0.001, 999)]
    public void A_target_rate_needs_one_over_the_rate_less_one_good_photos(double fpr, int needed)
    {
        Assert.Equal(needed, Inspection.GoodPhotosFor(fpr));
        // The definition: with n photos the rank ceil((n + 1)(1 - fpr)) must be at most n.
        Assert.True(Rank(needed) <= needed);
        Assert.True(Rank(needed - 1) > needed - 1);

        int Rank(int n) => (int)Math.Ceiling((decimal)(n + 1) * (1 - (decimal)fpr));
    }

    [Fact]
    public void Too_few_usable_good_photos_for_the_rate_are_a_warning()
    {
        using var folder = Clean();
        folder.Write("part/train/good/0.png", []);
        Assert.DoesNotContain(Inspect(folder).Findings, f => f.Message.Contains("guarantee"));
        folder.Write("part/train/good/1.png", []);
        var finding = Assert.Single(Inspect(folder).Findings, f => f.Message.Contains("guarantee"));
        Assert.Equal("8 usable good photo(s) cannot guarantee a false-positive rate of 10 %: that takes 9.", finding.Message);
        Assert.Equal("Add 1 good photo(s), or aim at 11.11 % or more.", finding.Hint);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_rate_outside_its_range_is_refused(double fpr)
    {
        using var folder = Clean();
        Assert.Throws<ArgumentOutOfRangeException>(() => Inspect(folder, new InspectOptions { TargetFpr = fpr }));
    }

    [Fact]
    public void Warnings_of_the_reading_become_findings_of_their_category()
    {
        using var folder = Clean();
        folder.TouchMany("part/train/ok", 1);
        Photo(folder, "other/test/good/0.png", 300);
        var findings = Inspect(folder).Findings;
        Assert.Contains(findings, f => f.Category == "part" && f.Message.StartsWith("train/ok is not read", StringComparison.Ordinal));
        Assert.Contains(findings, f => f.Category == "other" && f.Message.StartsWith("left out", StringComparison.Ordinal));
    }
}
