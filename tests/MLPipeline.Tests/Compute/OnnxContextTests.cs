using MLPipeline.Basics;
using MLPipeline.Compute;

namespace MLPipeline.Tests.Compute;

public class OnnxContextTests
{
    [Fact]
    public void A_model_in_memory_leaves_no_file_behind_when_it_is_disposed()
    {
        var graph = new OnnxGraph("test");
        graph.Output("y", graph.Mul(graph.Input("x", 1), graph.Scalar(2)), 1);
        var view = new VectorView([("x", [1])], [], (_, _, _) => { });

        var before = Directory.GetFiles(TemporaryFolder.Path).ToHashSet();
        var transformer = OnnxContext.Create().ApplyOnnxBytes(["y"], ["x"], graph.ToBytes()).Fit(view);
        var made = Directory.GetFiles(TemporaryFolder.Path).Where(f => !before.Contains(f) && File.ReadAllBytes(f).SequenceEqual(graph.ToBytes())).ToArray();
        Assert.Single(made);
        transformer.Close();
        Assert.False(File.Exists(made[0]));
    }

    [Fact]
    public void Temporary_files_lie_in_a_folder_of_the_process()
    {
        var folder = OnnxContext.Create().TempFilePath;
        Assert.StartsWith("mlpipeline-", Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), StringComparison.Ordinal);
        Assert.Equal(folder, OnnxContext.Create(2).TempFilePath);
        Assert.True(File.Exists(Path.Combine(folder, "owner.lock")));
    }
}
