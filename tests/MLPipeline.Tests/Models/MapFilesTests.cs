using MLPipeline.Models;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Models;

public class MapFilesTests
{
    [Theory]
    [InlineData("/a/x.png /a/y.png", "x y")]
    [InlineData("/a/b/x.png /a/c/x.png", "b/x c/x")]
    [InlineData("/a/x.png /a/x.jpg /a/x_2.png", "x x_2 x_2_2")]
    [InlineData("/a/X.png /a/x.png", "X x_2")]
    [InlineData("/ab/x.png /a/x.png", "ab/x a/x")]
    [InlineData("/a/x.png", "x")]
    [InlineData("/a/x.y.png /a/x", "x.y x")]
    public void Names_follow_the_photos_and_are_unique(string photos, string stems)
    {
        var paths = photos.Split(' ');
        var files = new MapFiles("maps", paths);
        Assert.Equal(stems.Split(' ').Select(s => Path.Combine("maps", s + "_heat.png")), paths.Select((_, i) => files.HeatMap(i)));
        Assert.Equal(stems.Split(' ').Select(s => Path.Combine("maps", s + "_mask.png")), paths.Select((_, i) => files.Mask(i)));
    }

    [Fact]
    public void A_file_that_is_there_is_seen_and_kept()
    {
        using var folder = new TempFolder();
        folder.Write("x_heat.png", "old");
        var files = new MapFiles(folder.Root, ["/a/x.png", "/a/y.png"]);
        Assert.Equal([folder["x_heat.png"]], files.Existing());
        Assert.Throws<IOException>(() => files.Write(0, [1], [2], overwrite: false));
        Assert.Equal("old", File.ReadAllText(folder["x_heat.png"]));
        files.Write(0, [1], [2], overwrite: true);
        Assert.Equal([1], File.ReadAllBytes(folder["x_heat.png"]));
    }
}
