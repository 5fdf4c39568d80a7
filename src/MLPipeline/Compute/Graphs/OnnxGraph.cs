using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Google.Protobuf;
using MLPipeline.Compute.Proto;

namespace MLPipeline.Compute;

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
    /// A constant stored as float16 and cast to float32 at load: half the size in the file, at an error of at most
    /// 2^-11 of each value. Values too large or too small for float16 are stored times a power of two, which is exact.
    /// </summary>
    public string HalfConstant(ReadOnlySpan<float> values, params long[] shape)
    {
        var scale = HalfScale(values);
        var halves = new Half[values.Length];
        if (scale == 1)
        {
            TensorPrimitives.ConvertToHalf(values, halves);
        }
        else
        {
            for (var i = 0; i < halves.Length; i++)
            {
                halves[i] = (Half)(values[i] / scale);
            }
        }

        var name = NextName();
        _graph.Node.Add(OnnxValues.ConstantNode(OnnxValues.Tensor(
            name, TensorProto.Types.DataType.Float16, MemoryMarshal.AsBytes<Half>(halves), shape)));
        var single = Node("Cast", [name], OnnxValues.Attribute("to", (long)TensorProto.Types.DataType.Float));
        return scale == 1 ? single : Mul(single, Scalar(scale));
    }

    /// <summary>An int64 constant vector, as <c>Reshape</c>, <c>ReduceSum</c> and <c>TopK</c> take them.</summary>
    public string Integers(params long[] values) => IntegerTable(values, values.Length);

    /// <summary>An int64 constant of the given shape (row-major).</summary>
    public string IntegerTable(ReadOnlySpan<long> values, params long[] shape)
    {
        var name = NextName();
        _graph.Initializer.Add(OnnxValues.Tensor(name, TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(values), shape));
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

    /// <summary>The places <paramref name="from"/> to before <paramref name="to"/> of one axis.</summary>
    public string Slice(string value, long axis, long from, long to) =>
        Node("Slice", [value, Integers(from), Integers(to), Integers(axis)]);

    /// <summary>Permutes the axes.</summary>
    public string Transpose(string value, params long[] permutation) =>
        Node("Transpose", [value], OnnxValues.Attribute("perm", permutation));

    /// <summary>The sum of squares over one axis, which disappears.</summary>
    public string SumOfSquares(string value, long axis) =>
        Node("ReduceSumSquare", [value], OnnxValues.Attribute("axes", [axis]), OnnxValues.Attribute("keepdims", 0));

    /// <summary>The smallest value over one axis, which disappears.</summary>
    public string Min(string value, long axis) =>
        Node("ReduceMin", [value], OnnxValues.Attribute("axes", [axis]), OnnxValues.Attribute("keepdims", 0));

    /// <summary>log(sum(exp(value))) over one axis, which disappears; large values do not overflow.</summary>
    public string LogSumExp(string value, long axis)
    {
        var largest = Node("ReduceMax", [value], OnnxValues.Attribute("axes", [axis]), OnnxValues.Attribute("keepdims", 1));
        var sum = Node(
            "ReduceSum", [Node("Exp", [Sub(value, largest)]), Integers(axis)], OnnxValues.Attribute("keepdims", 1));
        return Node("Squeeze", [Add(Node("Log", [sum]), largest), Integers(axis)]);
    }

    /// <summary>The square root; a rounding error below zero counts as zero.</summary>
    public string Root(string value) => Node("Sqrt", [Node("Relu", [value])]);

    /// <summary>The mean over one axis, which disappears.</summary>
    public string Mean(string value, long axis) =>
        Node("ReduceMean", [value], OnnxValues.Attribute("axes", [axis]), OnnxValues.Attribute("keepdims", 0));

    /// <summary>The <paramref name="count"/> largest (or smallest) values along the last axis.</summary>
    public string Top(string value, long count, bool largest = true) =>
        Nodes("TopK", [value, Integers(count)], 2, OnnxValues.Attribute("axis", -1), OnnxValues.Attribute("largest", largest ? 1 : 0))[0];

    /// <summary>The places of the <paramref name="count"/> largest values along the last axis, the largest first.</summary>
    public string TopPlaces(string value, long count) => Nodes("TopK", [value, Integers(count)], 2, OnnxValues.Attribute("axis", -1))[1];

    /// <summary>
    /// The squared Euclidean distances of <paramref name="count"/> vectors to the <paramref name="bankCount"/> rows of a
    /// bank, as |x|^2 - 2 x M' + |m|^2: count x bankCount. The bank is stored as float16. Rounding can give values a
    /// little below zero.
    /// </summary>
    /// <param name="vectors">count x dimensions; like the bank relative to a common mean, or the difference cancels.</param>
    /// <param name="count">Number of vectors.</param>
    /// <param name="bank">bankCount x dimensions, row-major.</param>
    /// <param name="bankCount">Number of rows of the bank.</param>
    /// <param name="dimensions">Numbers per vector.</param>
    public string SquaredDistances(string vectors, long count, ReadOnlySpan<float> bank, int bankCount, int dimensions)
    {
        var transposed = new float[bank.Length];
        var norms = new float[bankCount];
        var scale = HalfScale(bank);
        for (var i = 0; i < bankCount; i++)
        {
            var norm = 0.0;
            for (var j = 0; j < dimensions; j++)
            {
                // The norm has to be that of what the head reads, and -2 changes no digit of it.
                var stored = (float)(Half)(bank[(i * dimensions) + j] / scale) * scale;
                transposed[(j * bankCount) + i] = -2 * stored;
                norm += (double)stored * stored;
            }

            norms[i] = (float)norm;
        }

        var products = MatMul(vectors, HalfConstant(transposed, dimensions, bankCount));
        return Add(Add(products, Constant(norms, 1, bankCount)), Reshape(SumOfSquares(vectors, 1), count, 1));
    }

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

    /// <summary>1 where the largest magnitude suits float16, else the power of two that brings it to [1, 2).</summary>
    private static float HalfScale(ReadOnlySpan<float> values)
    {
        var largest = values.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(values));
        return largest is 0 or (> 0.01f and < 32768f) || !float.IsFinite(largest) ? 1 : MathF.ScaleB(1, Math.ILogB(largest));
    }

    private string NextName() => $"v{_values++}";
}
