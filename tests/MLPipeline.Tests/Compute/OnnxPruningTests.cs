using Microsoft.ML.OnnxRuntime;
using MLPipeline.Compute;
using MLPipeline.Compute.Proto;

namespace MLPipeline.Tests.Compute;

public class OnnxPruningTests
{
    [Fact]
    public void Only_what_the_output_needs_is_kept()
    {
        var pruned = ModelProto.Parser.ParseFrom(OnnxPruning.Prune(TwoBranches(), [("x", [1, 2])], [("double", [1, 2])]));

        Assert.Equal(["double"], pruned.Graph.Output.Select(o => o.Name));
        Assert.DoesNotContain(pruned.Graph.Node, n => n.OpType == "Sub");
        Assert.Equal([1L, 2L], pruned.Graph.Input.Single().Type.TensorType.Shape.Dim.Select(d => d.DimValue));
    }

    [Fact]
    public void No_initializer_of_float16_is_left_for_ML_NET_to_refuse()
    {
        var model = ModelProto.Parser.ParseFrom(TwoBranches());
        var half = model.Graph.Initializer[0];
        half.DataType = (int)TensorProto.Types.DataType.Float16;

        var pruned = ModelProto.Parser.ParseFrom(OnnxPruning.Prune(
            Google.Protobuf.MessageExtensions.ToByteArray(model), [("x", [1, 2])], [("double", [1, 2])]));
        Assert.DoesNotContain(pruned.Graph.Initializer, t => t.DataType == (int)TensorProto.Types.DataType.Float16);
        Assert.Contains(pruned.Graph.Node, n => n.OpType == "Constant" && n.Output[0] == half.Name);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_those_that_exist()
    {
        var error = Assert.Throws<ArgumentException>(() => OnnxPruning.Prune(TwoBranches(), [("x", [1, 2])], [("triple", [1, 2])]));
        Assert.Equal("The model has no output 'triple'. Its outputs are: double, less.", error.Message);
    }

    [Fact]
    public void The_pruned_model_computes_the_same()
    {
        using var session = new InferenceSession(OnnxPruning.Prune(TwoBranches(), [("x", [1, 2])], [("double", [1, 2])]));
        using var x = OrtValue.CreateTensorValueFromMemory(new[] { 1.5f, -2f }, [1, 2]);
        using var run = new RunOptions();
        using var results = session.Run(run, ["x"], [x], ["double"]);
        Assert.Equal([3f, -4f], results[0].GetTensorDataAsSpan<float>().ToArray());
    }

    private static byte[] TwoBranches()
    {
        var graph = new OnnxGraph("test");
        var x = graph.Input("x", 1, 2);
        graph.Output("double", graph.Mul(x, graph.Scalar(2)), 1, 2);
        graph.Output("less", graph.Sub(x, graph.Scalar(1)), 1, 2);
        return graph.ToBytes();
    }
}
