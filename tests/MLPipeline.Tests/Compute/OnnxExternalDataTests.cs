using Google.Protobuf;
using MLPipeline.Compute;
using MLPipeline.Compute.Proto;

namespace MLPipeline.Tests.Compute;

public class OnnxExternalDataTests
{
    [Fact]
    public void A_backbone_holds_all_its_numbers()
    {
        var model = File.ReadAllBytes(Path.Combine(Repository.Root, "data", "backbones", "efficientnet-lite0.onnx"));
        Assert.False(OnnxExternalData.IsIn(model));
    }

    public static TheoryData<string, byte[]> Outside => new()
    {
        { "a weight", new ModelProto { Graph = new() { Initializer = { External } } }.ToByteArray() },
        { "a constant", new ModelProto { Graph = new() { Node = { new NodeProto { Attribute = { new AttributeProto { T = External } } } } } }.ToByteArray() },

        // Fields that this project does not know: a graph inside a node (6), a sparse weight (15 of a graph, its values 1), a function (25, its nodes 7).
        { "a branch", Model(7, Field(1, Field(5, Field(6, Field(5, External.ToByteArray()))))) },
        { "a sparse weight", Model(7, Field(15, Field(1, External.ToByteArray()))) },
        { "a function", Model(25, Field(7, Field(5, Field(5, External.ToByteArray())))) },
        { "a path without the mark", Model(7, Field(5, Field(13, [10, 1, 120]))) },
    };

    [Theory]
    [MemberData(nameof(Outside), DisableDiscoveryEnumeration = true)]
    public void Numbers_in_another_file_are_found_wherever_they_are_named(string place, byte[] model) =>
        Assert.True(OnnxExternalData.IsIn(model), place);

    [Theory]
    [InlineData(new byte[] { 58, 200, 1 })]
    [InlineData(new byte[] { 59 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1 })]
    public void What_is_no_message_is_refused(byte[] bytes) => Assert.Throws<InvalidDataException>(() => OnnxExternalData.IsIn(bytes));

    // data_location (14) = EXTERNAL
    private static TensorProto External => TensorProto.Parser.ParseFrom([112, 1]);

    private static byte[] Model(int field, byte[] content) => Field(field, content);

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
