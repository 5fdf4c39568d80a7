using MLPipeline.Datasets;

namespace MLPipeline.Tests.Datasets;

public class PhotoFormTests
{
    private static PhotoFacts Facts(int width = 512, int height = 512, string format = "jpeg", string mode = "colour", int? quality = 95) =>
        new() { Path = "p", Sha256 = "0", Width = width, Height = height, Format = format, Mode = mode, JpegQuality = format == "jpeg" ? quality : null };

    [Fact]
    public void Photos_of_another_form_are_told_by_what_differs()
    {
        var form = PhotoForm.Of([Facts(), Facts(500, 510, quality: 92), new PhotoFacts { Path = "x", Problem = "unreadable" }])!;
        Assert.Null(form.Unlike(Facts()));
        Assert.Null(form.Unlike(Facts(600, 600)));
        Assert.Equal("shape 910 x 512", form.Unlike(Facts(910, 512)));
        Assert.Equal("size 256 x 256", form.Unlike(Facts(256, 256)));
        Assert.Equal("size 2000 x 2000", form.Unlike(Facts(2000, 2000)));
        Assert.Equal("gray", form.Unlike(Facts(mode: "gray")));
        Assert.Equal("see-through, png", form.Unlike(Facts(format: "png", mode: "colour+alpha") with { IsSeeThrough = true }));
        Assert.Equal("png", form.Unlike(Facts(format: "png", mode: "colour+alpha")));
        Assert.Equal("JPEG quality 60", form.Unlike(Facts(quality: 60)));
        Assert.Null(form.Unlike(new PhotoFacts { Path = "x", Problem = "unreadable" }));
        Assert.Null(PhotoForm.Of([]));
        Assert.Equal(
            "2 of 4 photos have another form than the model's training photos, and may be scored for that: gray (2).",
            form.Summary([Facts(), Facts(mode: "gray"), Facts(mode: "gray"), Facts()]));
        Assert.Null(form.Summary([Facts()]));
    }

    [Theory]
    [InlineData("format (jpeg / png)", "png", 512, 95)]
    [InlineData("size (512 x 512 / 256 x 256)", "jpeg", 256, 95)]
    [InlineData("JPEG quality (95 / 60)", "jpeg", 512, 60)]
    public void A_form_that_parts_good_from_bad_or_training_from_test_is_said(string expected, string format, int side, int quality)
    {
        var (usual, other) = (Facts(), Facts(side, side, format, quality: quality));
        Assert.Contains(Check(usual, usual, other), m => m.Contains("tells good test photos from bad ones", StringComparison.Ordinal) && m.Contains(expected, StringComparison.Ordinal));
        Assert.Contains(Check(usual, other, other), m => m.Contains("another form than the training photos", StringComparison.Ordinal) && m.Contains(expected, StringComparison.Ordinal));
        Assert.Empty(Check(usual, usual, usual));
    }

    [Fact]
    public void Forms_that_are_mixed_on_both_sides_are_not()
    {
        var sizes = new[] { 480, 490, 500, 510, 520, 530 };
        Assert.Empty(FormChecks.Of(Category(sizes.Select(s => Facts(s, 512)), sizes.Select(s => Facts(s + 1, 512)), sizes.Reverse().Select(s => Facts(s - 1, 512)))));
    }

    private static List<string> Check(PhotoFacts train, PhotoFacts good, PhotoFacts bad)
    {
        return [.. FormChecks.Of(Category(Enumerable.Repeat(train, 8), Enumerable.Repeat(good, 6), Enumerable.Repeat(bad, 6))).Select(f => f.Message)];
    }

    private static Category Category(IEnumerable<PhotoFacts> train, IEnumerable<PhotoFacts> good, IEnumerable<PhotoFacts> bad)
    {
        var ledger = new PhotoLedger();
        var photos = new List<Photo>();
        foreach (var (split, defect, facts) in new[] { (Split.Train, "good", train), (Split.Test, "good", good), (Split.Test, "dent", bad) })
        {
            foreach (var fact in facts)
            {
                var path = $"{split}/{defect}/{photos.Count}";
                ledger.Note(fact with { Path = path });
                photos.Add(new(path, path, "part", split, defect != "good", defect));
            }
        }

        return new("part", photos) { Ledger = ledger };
    }
}
