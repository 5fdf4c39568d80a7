using Google.Protobuf;
using MLPipeline.Compute.Proto;

namespace MLPipeline.Compute;

/// <summary>The pieces that an ONNX graph is written from: tensors, attributes, value descriptions.</summary>
public static class OnnxValues
{
    /// <summary>An integer attribute.</summary>
    public static AttributeProto Attribute(string name, long value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    /// <summary>A list of integers as an attribute.</summary>
    public static AttributeProto Attribute(string name, long[] values) =>
        new() { Name = name, Ints = { values }, Type = AttributeProto.Types.AttributeType.Ints };

    /// <summary>A tensor from its little-endian bytes.</summary>
    internal static TensorProto Tensor(string name, TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes, params long[] shape) =>
        new() { Name = name, DataType = (int)type, Dims = { shape }, RawData = ByteString.CopyFrom(bytes) };

    /// <summary>A <c>Constant</c> node that yields <paramref name="tensor"/> under the tensor's own name.</summary>
    internal static NodeProto ConstantNode(TensorProto tensor) => new()
    {
        OpType = "Constant",
        Output = { tensor.Name },
        Attribute = { new AttributeProto { Name = "value", T = tensor, Type = AttributeProto.Types.AttributeType.Tensor } },
    };

    /// <summary>The description of a float32 input or output; a negative dimension is open.</summary>
    internal static ValueInfoProto Describe(string name, params long[] shape)
    {
        var description = new TensorShapeProto();
        description.Dim.AddRange(shape.Select(d => d < 0
            ? new TensorShapeProto.Types.Dimension { DimParam = "" }
            : new TensorShapeProto.Types.Dimension { DimValue = d }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = description },
            },
        };
    }
}
