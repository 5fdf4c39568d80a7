using MLPipeline.Datasets;

namespace MLPipeline.Tests.Datasets;

public class FolderScanTests
{
    private static IEnumerable<string> Names(TempFolder folder, IEnumerable<string> paths) => paths.Select(p => Path.GetRelativePath(folder.Root, p).Replace('\\', '/'));

    [Fact]
    public void Photos_of_all_folders_below_are_found_and_what_is_not_read_can_be_told()
    {
        using var folder = new TempFolder();
        folder.Touch("", "b.png", "a.JPG", "c.tif", "notes.txt", "movie.mp4", ".hidden.png", "Thumbs.db", "LICENSE");
        folder.Touch("lot1/deep", "d.webp", "e.heic");
        var scan = FolderScan.Deep(folder.Root);
        Assert.Equal(["a.JPG", "b.png", "lot1/deep/d.webp"], Names(folder, scan.Photos));
        Assert.Equal(["c.tif", "lot1/deep/e.heic", "movie.mp4"], Names(folder, scan.Unread));
        Assert.Empty(scan.Closed);
    }

    [Theory]
    [InlineData(".ipynb_checkpoints")]
    [InlineData(".Trash-1000")]
    [InlineData("@eaDir")]
    [InlineData("__MACOSX")]
    [InlineData("lost+found")]
    [InlineData("System Volume Information")]
    [InlineData("$RECYCLE.BIN")]
    [InlineData("#recycle")]
    public void Folders_of_systems_are_not_entered(string name)
    {
        using var folder = new TempFolder();
        folder.Touch("", "a.png");
        folder.Touch($"{name}/below", "b.png", "c.tif");
        folder.Touch($"lot/{name}", "b.png");
        var scan = FolderScan.Deep(folder.Root);
        Assert.Equal(["a.png"], Names(folder, scan.Photos));
        Assert.Empty(scan.Unread);
        Assert.Equal(["lot"], Names(folder, ImageFiles.FoldersIn(folder.Root)));
    }

    [Fact]
    public void A_folder_can_be_left_out()
    {
        using var folder = new TempFolder();
        folder.Touch("", "a.png");
        folder.Touch("maps", "b.png");
        Assert.Equal(["a.png"], Names(folder, FolderScan.Deep(folder.Root, except: folder["maps"] + "/").Photos));
    }

    [Fact]
    public void Links_are_followed_once_and_never_back_up()
    {
        using var folder = new TempFolder();
        folder.Touch("photos/lot", "a.png");
        folder.Touch("elsewhere", "b.png");
        Directory.CreateSymbolicLink(folder["photos/up"], folder.Root);
        Directory.CreateSymbolicLink(folder["photos/self"], folder["photos"]);
        Directory.CreateSymbolicLink(folder["photos/more"], folder["elsewhere"]);
        Directory.CreateSymbolicLink(folder["elsewhere/back"], folder["photos"]);
        Directory.CreateSymbolicLink(folder["photos/ring"], folder["photos/ring"]);
        Assert.Equal(["photos/lot/a.png", "photos/more/b.png"], Names(folder, FolderScan.Deep(folder["photos"]).Photos));
    }
}
