using System.Runtime.InteropServices;
using Google.Protobuf;
using MLPipeline.Compute.Proto;

namespace MLPipeline.Compute;

/// <summary>
/// An ONNX model that another tool has exported, to be cut and completed: its input gets a preparation, inner tensors become outputs,
/// sequences of tokens become maps.
/// </summary>
internal sealed class ForeignGraph
{
    /// <summary>The new input: Single, RGB from 0 to 255, batch x 3 x height x width.</summary>
    public const string Image = "mlpipeline_image";

    /// <summary>The oldest operator set that knows how to resize as it is needed here.</summary>
    public const long OldestOpset = 11;

    // What ends a block of a network: sums, activations, and joins of branches; transposes where maps are laid out by channel last.
    private static readonly HashSet<string> BlockEnds = new(StringComparer.Ordinal)
    {
        "Add", "Sum", "Mul", "Concat", "Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Clip", "HardSwish", "Gelu", "Sigmoid",
        "LayerNormalization", "BatchNormalization", "Transpose",
    };

    private readonly ModelProto _model;
    private readonly HashSet<string> _constants;
    private readonly List<ValueInfoProto> _outputs = [];
    private readonly List<NodeProto> _preparation = [];
    private int _names;

    private ForeignGraph(ModelProto model)
    {
        _model = model;
        _constants = model.Graph.Initializer.Select(t => t.Name)
            .Concat(model.Graph.Node.Where(n => n.OpType == "Constant").SelectMany(n => n.Output))
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The inputs that a caller has to give: name, whether they are Single, shape with -1 for open dimensions.</summary>
    public IReadOnlyList<(string Name, bool IsSingle, long[] Shape)> Inputs =>
    [
        .. _model.Graph.Input.Where(i => !_constants.Contains(i.Name)).Select(i => (
            i.Name,
            i.Type?.TensorType?.ElemType == (int)TensorProto.Types.DataType.Float,
            (long[])[.. i.Type?.TensorType?.Shape?.Dim.Select(d => d.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue ? d.DimValue : -1) ?? []])),
    ];

    /// <summary>The version of ONNX's operators that the model uses.</summary>
    public long Opset => _model.OpsetImport.FirstOrDefault(o => o.Domain is "" or "ai.onnx")?.Version ?? 0;

    /// <summary>All tensors that nodes make, in the order of the graph.</summary>
    public IReadOnlyList<string> Tensors => [.. _model.Graph.Node.SelectMany(n => n.Output).Where(o => o.Length > 0 && !_constants.Contains(o))];

    /// <summary>Tensors that may end a block, and the model's own outputs, in the order of the graph.</summary>
    public IReadOnlyList<string> Ends
    {
        get
        {
            var outputs = _model.Graph.Output.Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
            return [.. _model.Graph.Node.Where(n => BlockEnds.Contains(n.OpType) || n.Output.Any(outputs.Contains)).SelectMany(n => n.Output).Where(o => !_constants.Contains(o))];
        }
    }

    /// <summary>The side of the patches that the picture is cut into, if the first convolution does so.</summary>
    public int? PatchSide
    {
        get
        {
            var first = _model.Graph.Node.FirstOrDefault(n => n.OpType == "Conv");
            long[] Of(string name) => [.. first?.Attribute.FirstOrDefault(a => a.Name == name)?.Ints ?? []];
            return Of("kernel_shape") is [var side, var other] && side == other && Of("strides").SequenceEqual([side, side]) && side >= 4 ? (int)side : null;
        }
    }

    /// <summary>Reads the bytes of an ONNX file.</summary>
    /// <exception cref="InvalidDataException">They are no ONNX model.</exception>
    public static ForeignGraph Parse(byte[] bytes)
    {
        try
        {
            var model = ModelProto.Parser.ParseFrom(bytes);
            return model.Graph is { Node.Count: > 0 } ? new(model) : throw new InvalidDataException("it has no graph");
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new InvalidDataException("it is no ONNX file", error);
        }
    }

    /// <summary>Whether the tensor is the sum of two tensors of which none is a constant, as at the end of a residual block.</summary>
    public bool IsResidual(string tensor) =>
        _model.Graph.Node.FirstOrDefault(n => n.Output.Contains(tensor)) is { OpType: "Add" or "Sum" } sum && !sum.Input.Any(_constants.Contains);

    /// <summary>Puts <see cref="Image"/> in place of the input: times and plus a number per channel, resized, channels last.</summary>
    /// <param name="input">The input of today.</param>
    /// <param name="scale">What each channel is multiplied by.</param>
    /// <param name="shift">What is added to each channel then.</param>
    /// <param name="size">Height and width that every picture is resized to; null for none.</param>
    /// <param name="channelsLast">Whether the input is batch x height x width x 3.</param>
    public void Prepare(string input, float[] scale, float[] shift, (long Height, long Width)? size, bool channelsLast)
    {
        var value = Node("Add", [Node("Mul", [Image, Constant(scale, 1, 3, 1, 1)]), Constant(shift, 1, 3, 1, 1)]);
        if (size is { } fixedSize)
        {
            // Neither region nor scales: empty tensors, which all operator sets take.
            value = Node(
                "Resize", [value, Constant([], 0), Constant([], 0), Integers(1, 3, fixedSize.Height, fixedSize.Width)],
                Text("mode", "linear"), Text("coordinate_transformation_mode", "half_pixel"));
        }

        if (channelsLast)
        {
            value = Node("Transpose", [value], OnnxValues.Attribute("perm", [0, 2, 3, 1]));
        }

        _preparation.Add(new NodeProto { OpType = "Identity", Input = { value }, Output = { input } });
    }

    /// <summary>Makes a tensor an output, as a map of channels x rows x columns.</summary>
    /// <param name="name">The output's name.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="skip">For tokens: how many stand before those of the grid; -1 for a map with channels first, -2 with channels last.</param>
    /// <param name="grid">For tokens: rows and columns; null to follow the picture in steps of <paramref name="side"/>.</param>
    /// <param name="side">For tokens: the side of a patch in pixels.</param>
    public void Output(string name, string tensor, int channels, int skip, (int Rows, int Columns)? grid, int side)
    {
        var value = skip switch
        {
            -1 => tensor,
            -2 => After("Transpose", [tensor], OnnxValues.Attribute("perm", [0, 3, 1, 2])),
            _ => After("Reshape", [Turned(tensor, skip), grid is { } known ? Integers(1, channels, known.Rows, known.Columns) : FollowingGrid(channels, side)]),
        };
        _model.Graph.Node.Add(new NodeProto { OpType = "Identity", Input = { value }, Output = { name } });
        _outputs.Add(OnnxValues.Describe(name, 1, channels, -1, -1));
    }

    /// <summary>The model with the given tensors as outputs, to look at their shapes.</summary>
    public byte[] Showing(IEnumerable<string> tensors) => Bytes(tensors.Select(t => new ValueInfoProto { Name = t }));

    /// <summary>The model with the outputs that were made.</summary>
    public byte[] ToBytes() => Bytes(_outputs);

    private byte[] Bytes(IEnumerable<ValueInfoProto> outputs)
    {
        var model = _model.Clone();
        var graph = model.Graph;
        graph.Node.Clear();
        graph.Node.AddRange(_preparation);
        graph.Node.AddRange(_model.Graph.Node);
        graph.Input.Clear();
        graph.Input.Add(OnnxValues.Describe(Image, 1, 3, -1, -1));
        graph.Output.Clear();
        graph.Output.AddRange(outputs);
        graph.ValueInfo.Clear();

        // Before version 4 every weight had to be an input, too.
        model.IrVersion = Math.Max(model.IrVersion, 4);
        return model.ToByteArray();
    }

    /// <summary>The tokens of the grid, channels first: the others stand before them.</summary>
    private string Turned(string tensor, int skip) => After(
        "Transpose",
        [After("Slice", [tensor, Integers(skip), Integers(int.MaxValue), Integers(1)])],
        OnnxValues.Attribute("perm", [0, 2, 1]));

    private string FollowingGrid(int channels, int side)
    {
        var size = After("Gather", [After("Shape", [Image]), Integers(2, 3)]);
        return After("Concat", [Integers(1, channels), After("Div", [size, Integers(side, side)])], OnnxValues.Attribute("axis", 0));
    }

    private string Node(string type, string[] inputs, params AttributeProto[] attributes) => Make(_preparation.Add, type, inputs, attributes);

    private string After(string type, string[] inputs, params AttributeProto[] attributes) => Make(_model.Graph.Node.Add, type, inputs, attributes);

    private string Make(Action<NodeProto> add, string type, string[] inputs, AttributeProto[] attributes)
    {
        var name = $"mlpipeline_{_names++}";
        add(new NodeProto { OpType = type, Input = { inputs }, Output = { name }, Attribute = { attributes } });
        return name;
    }

    private string Constant(float[] values, params long[] shape) => Initializer(TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes<float>(values), shape);

    private string Integers(params long[] values) =>
        Initializer(TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes<long>(values), values.Length);

    private string Initializer(TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes, params long[] shape)
    {
        var name = $"mlpipeline_{_names++}";
        _model.Graph.Initializer.Add(OnnxValues.Tensor(name, type, bytes, shape));
        return name;
    }

    private static AttributeProto Text(string name, string value) =>
        new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String };
}
