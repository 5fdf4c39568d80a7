using MLPipeline.Basics;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Basics;

public class TemporaryFolderTests
{
    [Fact]
    public void Folders_of_processes_that_are_gone_are_deleted_and_no_others()
    {
        using var parent = new TempFolder();
        parent.Write("mlpipeline-dead/owner.lock", "");
        parent.Write("mlpipeline-dead/painted/a.png", "a");
        parent.Write("mlpipeline-alive/owner.lock", "");
        parent.Write("mlpipeline-of-somebody/a.txt", "a");
        parent.Write("other/owner.lock", "");
        using var owner = new FileStream(parent["mlpipeline-alive/owner.lock"], FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        TemporaryFolder.DeleteAbandoned(parent.Root);

        Assert.Equal(
            ["mlpipeline-alive", "mlpipeline-of-somebody", "other"],
            Directory.GetDirectories(parent.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_subfolder_goes_when_it_is_disposed_of()
    {
        string path;
        using (var folder = TemporaryFolder.New("test"))
        {
            path = folder.Path;
            File.WriteAllText(Path.Combine(path, "a.txt"), "a");
            Assert.StartsWith(TemporaryFolder.Path, path, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(path));
    }
}
