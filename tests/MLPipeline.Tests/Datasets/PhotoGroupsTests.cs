using MLPipeline.Datasets;
using SkiaSharp;

namespace MLPipeline.Tests.Datasets;

public sealed class PhotoGroupsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_regular_expression_names_the_group_by_its_capture()
    {
        Photo[] photos = [At("a/train/good/01_200828_277500_315.jpg"), At("a/train/good/02_200829_277500_180.jpg"), At("a/train/good/03_200829_332500_180.jpg"), At("a/train/good/other.jpg")];
        var groups = PhotoGroups.Of(GroupRule.Parse(@"^.*/\d+_\d+_(\d+)_"), photos, new());

        Assert.Equal([0, 0, 1, 2], groups.Numbers);
        Assert.Equal(1, groups.Unnamed);
        Assert.Equal("4 photos in 3 groups", groups.Summary);
        Assert.True(groups.AnyShared);
    }

    [Fact]
    public void A_column_of_groups_csv_names_the_group()
    {
        _folder.Write("a/groups.csv", "path,Tray\ntrain/good/1.png,x\ntrain/good/2.png,x\ntrain/good/3.png,y\n");
        Photo[] photos = [At("a/train/good/1.png"), At("a/train/good/3.png"), At("a/train/good/2.png"), At("a/train/good/4.png")];

        Assert.Equal([0, 1, 0, 2], PhotoGroups.Of(GroupRule.Parse("Tray"), photos, new()).Numbers);
        Assert.Contains("no column tray2", Assert.Throws<DatasetException>(() => PhotoGroups.Of(GroupRule.Parse("tray2"), photos, new())).Message);
    }

    [Fact]
    public void A_rule_that_names_nothing_says_what_it_looked_at()
    {
        Photo[] photos = [At("a/train/good/1.png")];

        Assert.Contains("a/train/good/1.png", Assert.Throws<DatasetException>(() => PhotoGroups.Of(GroupRule.Parse("x(y)z"), photos, new())).Message);
        Assert.Contains("groups.csv", Assert.Throws<DatasetException>(() => PhotoGroups.Of(GroupRule.Parse("tray"), photos, new())).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("(")]
    [InlineData("(a)(b)")]
    [InlineData("a()b(?:c)(d)")]
    public void A_rule_that_is_none_is_refused(string text) => Assert.Throws<FormatException>(() => GroupRule.Parse(text));

    [Fact]
    public void Copies_belong_together_byte_for_byte_or_compressed_anew()
    {
        var photos = new List<Photo>();
        for (var i = 0; i < 6; i++)
        {
            var phase = i;
            SKColor Color(int x, int y) => new((byte)(128 + (60 * Math.Sin((x / 15.0) + phase)) + (60 * Math.Cos((y / 11.0) + (2 * phase)))), 90, 120);
            _folder.Image($"a/{i}.png", 96, 96, Color);
            photos.Add(At($"a/{i}.png"));
        }

        using (var bitmap = SKBitmap.Decode(_folder["a/1.png"]))
        using (var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 80))
        {
            _folder.Write("a/again.jpg", jpeg.ToArray());
        }

        File.Copy(_folder["a/0.png"], _folder["a/copy.png"]);
        _folder.Write("a/broken.png", "no picture");
        photos.AddRange([At("a/again.jpg"), At("a/copy.png"), At("a/broken.png")]);

        Assert.Equal([0, 1, 2, 3, 4, 5, 1, 0, 6], PhotoGroups.Of(GroupRule.Parse("auto"), photos, new()).Numbers);
        Assert.Equal(9, PhotoGroups.Of(GroupRule.Parse("none"), photos, new()).Count);
    }

    private Photo At(string id) => new(id, _folder[id], "a", Split.Train, false, Photo.Good);
}
