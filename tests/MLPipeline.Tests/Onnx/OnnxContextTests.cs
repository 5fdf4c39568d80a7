using MLPipeline.Onnx;

namespace MLPipeline.Tests.Onnx;

public class OnnxContextTests
{
    [Fact]
    public void A_model_in_memory_leaves_no_file_behind_when_it_is_disposed()
    {
        var context = OnnxContext.Create();
        context.TempFilePath = Directory.CreateDirectory(Path.Combine(context.TempFilePath, Guid.NewGuid().ToString("N"))).FullName;
        var graph = new OnnxGraph("test");
        graph.Output("y", graph.Mul(graph.Input("x", 1), graph.Scalar(2)), 1);
        var view = new MLPipeline.Featurization.VectorView([("x", [1])], [], (_, _, _) => { });

        var transformer = context.Transforms.ApplyOnnxBytes(["y"], ["x"], graph.ToBytes()).Fit(view);
        Assert.Single(Directory.GetFiles(context.TempFilePath));
        transformer.Dispose();
        Assert.Empty(Directory.GetFiles(context.TempFilePath));
    }

    [Fact]
    public void Temporary_files_lie_in_a_folder_of_the_process()
    {
        var folder = Path.GetFileName(Path.TrimEndingDirectorySeparator(OnnxContext.Create().TempFilePath));
        Assert.StartsWith($"mlpipeline-{Environment.ProcessId}-", folder, StringComparison.Ordinal);
    }
}
