using MLPipeline.Basics;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Basics;

public class AtomicFileTests
{
    [Fact]
    public void A_write_that_breaks_off_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TempFolder();
        var path = folder.Write("model.zip", "old");
        Assert.Throws<IOException>(() => AtomicFile.Write(path, temporary =>
        {
            File.WriteAllText(temporary, "half of the new o");
            throw new IOException("No space left on device");
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void A_write_that_ends_replaces_the_old_file()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a/model.zip", "old");
        AtomicFile.WriteText(path, "new");
        Assert.Equal("new", File.ReadAllText(path));
    }
}
