using Google.Protobuf;
using MLPipeline.Compute;

namespace MLPipeline.Tests.Compute;

public class TensorFlowOperationsTests
{
    [Fact]
    public void A_backbone_reaches_for_nothing() => Assert.Null(TensorFlowOperations.OutsideIn(
        File.ReadAllBytes(Path.Combine(Repository.Root, "data", "backbones", "efficientnet-lite0.pb"))));

    [Theory]
    [InlineData("ReadFile")]
    [InlineData("WriteFile")]
    [InlineData("PyFunc")]
    [InlineData("RestoreV2")]
    public void Operations_that_reach_out_are_found_in_graphs_and_functions(string operation)
    {
        var node = Field(2, [.. System.Text.Encoding.UTF8.GetBytes(operation)]);
        var harmless = Field(1, Field(2, "Conv2D"u8.ToArray()));
        Assert.Equal(operation, TensorFlowOperations.OutsideIn([.. harmless, .. Field(1, node)]));
        Assert.Equal(operation, TensorFlowOperations.OutsideIn([.. harmless, .. Field(2, Field(1, Field(3, node)))]));
    }

    [Fact]
    public void What_is_no_graph_is_refused() => Assert.Throws<InvalidDataException>(() => TensorFlowOperations.OutsideIn("text, not a graph"u8));

    private static byte[] Field(int field, byte[] content)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(content));
        }

        return stream.ToArray();
    }
}
