using System.Runtime.InteropServices;
using Google.Protobuf;
using MLPipeline.Onnx.Proto;

namespace MLPipeline.Onnx;

/// <summary>
/// Writes a small ONNX model node by node. Every method returns the name of the value it made, so a head
/// reads like its formula.
/// </summary>
/// <remarks>
/// Operator set 17, IR version 8: what ONNX Runtime 1.14 and later read. Weights are constants of the graph.
/// Those stored as float16 stand in <c>Constant</c> nodes with a cast behind them, because ML.NET refuses a
/// model with a float16 initializer ("Unsupported ONNX scalar type: Float16").
/// </remarks>
public sealed class OnnxGraph(string name)
{
    /// <summary>A dimension that any size fits.</summary>
    public const long AnySize = -1;

    private const int IrVersion = 8;
    private const int OpsetVersion = 17;

    private readonly GraphProto _graph = new() { Name = name };
    private int _values;

    /// <summary>Declares a float32 input; <see cref="AnySize"/> leaves a dimension open.</summary>
    public string Input(string name, params long[] shape)
    {
        _graph.Input.Add(OnnxValues.Describe(name, shape));
        return name;
    }

    /// <summary>Declares <paramref name="value"/> as the float32 output <paramref name="name"/>; <see cref="AnySize"/> leaves a dimension open.</summary>
    public void Output(string name, string value, params long[] shape)
    {
        _graph.Node.Add(new NodeProto { OpType = "Identity", Input = { value }, Output = { name } });
        _graph.Output.Add(OnnxValues.Describe(name, shape));
    }

    /// <summary>A float32 constant of the given shape (row-major).</summary>
    public string Constant(ReadOnlySpan<float> values, params long[] shape)
    {
        var name = NextName();
        _graph.Initializer.Add(OnnxValues.Tensor(name, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(values), shape));
        return name;
    }

    /// <summary>A float32 scalar constant.</summary>
    public string Scalar(float value) => Constant([value]);

    /// <summary>
    /// A constant stored as float16 and cast to float32 at load: half the size in the file, at a relative
    /// error of at most 2^-11. Values beyond +-65504 throw.
    /// </summary>
    public string HalfConstant(ReadOnlySpan<float> values, params long[] shape)
    {
        var halves = new Half[values.Length];
        for (var i = 0; i < halves.Length; i++)
        {
            halves[i] = (Half)values[i];
            if (!Half.IsFinite(halves[i]))
            {
                throw new ArgumentOutOfRangeException(nameof(values), values[i], "A weight does not fit into float16.");
            }
        }

        var name = NextName();
        _graph.Node.Add(OnnxValues.ConstantNode(OnnxValues.Tensor(
            name, TensorProto.Types.DataType.Float16, MemoryMarshal.AsBytes<Half>(halves), shape)));
        return Node("Cast", [name], OnnxValues.Attribute("to", (long)TensorProto.Types.DataType.Float));
    }

    /// <summary>An int64 constant vector, as <c>Reshape</c>, <c>ReduceSum</c> and <c>TopK</c> take them.</summary>
    public string Integers(params long[] values)
    {
        var name = NextName();
        _graph.Initializer.Add(OnnxValues.Tensor(
            name, TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes<long>(values), values.Length));
        return name;
    }

    /// <summary>Adds a node with one output.</summary>
    public string Node(string opType, string[] inputs, params AttributeProto[] attributes) =>
        Nodes(opType, inputs, 1, attributes)[0];

    /// <summary>Adds a node with several outputs.</summary>
    public string[] Nodes(string opType, string[] inputs, int outputs, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = opType };
        node.Input.AddRange(inputs);
        for (var i = 0; i < outputs; i++)
        {
            node.Output.Add(NextName());
        }

        node.Attribute.AddRange(attributes);
        _graph.Node.Add(node);
        return [.. node.Output];
    }

    /// <summary>left + right, with broadcasting.</summary>
    public string Add(string left, string right) => Node("Add", [left, right]);

    /// <summary>left - right, with broadcasting.</summary>
    public string Sub(string left, string right) => Node("Sub", [left, right]);

    /// <summary>left * right, element by element, with broadcasting.</summary>
    public string Mul(string left, string right) => Node("Mul", [left, right]);

    /// <summary>The matrix product of the last two axes, with broadcasting of the others.</summary>
    public string MatMul(string left, string right) => Node("MatMul", [left, right]);

    /// <summary>Gives <paramref name="value"/> another shape.</summary>
    public string Reshape(string value, params long[] shape) => Node("Reshape", [value, Integers(shape)]);

    /// <summary>Permutes the axes.</summary>
    public string Transpose(string value, params long[] permutation) =>
        Node("Transpose", [value], OnnxValues.Attribute("perm", permutation));

    /// <summary>The sum of squares over one axis, which disappears.</summary>
    public string SumOfSquares(string value, long axis) =>
        Node("ReduceSumSquare", [value], OnnxValues.Attribute("axes", [axis]), OnnxValues.Attribute("keepdims", 0));

    /// <summary>The mean over one axis, which disappears.</summary>
    public string Mean(string value, long axis) =>
        Node("ReduceMean", [value], OnnxValues.Attribute("axes", [axis]), OnnxValues.Attribute("keepdims", 0));

    /// <summary>The <paramref name="count"/> largest (or smallest) values along the last axis.</summary>
    public string Top(string value, long count, bool largest = true) =>
        Nodes("TopK", [value, Integers(count)], 2, OnnxValues.Attribute("axis", -1), OnnxValues.Attribute("largest", largest ? 1 : 0))[0];

    /// <summary>
    /// The mean of the largest <paramref name="share"/> of a vector of <paramref name="length"/> values, at least one of
    /// them, as a vector of one: how an anomaly map becomes one score.
    /// </summary>
    public string TopShareMean(string value, int length, double share) =>
        Node(
            "ReduceMean",
            [Top(value, Math.Max(1, (long)Math.Ceiling((share * length) - 1e-9)))],
            OnnxValues.Attribute("axes", [0L]),
            OnnxValues.Attribute("keepdims", 1));

    /// <summary>The model as the bytes of an .onnx file.</summary>
    public byte[] ToBytes() => new ModelProto
    {
        IrVersion = IrVersion,
        ProducerName = "MLPipeline",
        Graph = _graph,
        OpsetImport = { new OperatorSetIdProto { Version = OpsetVersion } },
    }.ToByteArray();

    private string NextName() => $"v{_values++}";
}
