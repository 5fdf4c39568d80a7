using Microsoft.ML.OnnxRuntime;

namespace MLPipeline.Compute;

/// <summary>
/// The product of two float32 matrices, computed by ONNX Runtime's own kernels, which use all vector units of the
/// processor; a managed loop is ten to fifty times slower.
/// </summary>
/// <remarks>All matrices are row-major. One call runs on one thread: callers that have many products run them in parallel.</remarks>
internal static class MatrixProduct
{
    private static readonly Lazy<InferenceSession>[] Sessions =
        [.. Enumerable.Range(0, 4).Select(i => new Lazy<InferenceSession>(() => Create((i & 1) != 0, (i & 2) != 0)))];

    private static readonly RunOptions Run = new();
    private static readonly string[] Inputs = ["a", "b"];
    private static readonly string[] Outputs = ["c"];

    /// <summary>
    /// product (m x n) = op(left) (m x k) op(right) (k x n), where op transposes if asked; a transposed left is given
    /// as k x m, a transposed right as n x k.
    /// </summary>
    /// <exception cref="ArgumentException">A buffer is shorter than its matrix.</exception>
    public static void Multiply(
        Memory<float> left, Memory<float> right, Memory<float> product, int m, int k, int n,
        bool transposeLeft = false, bool transposeRight = false)
    {
        using var a = Tensor(left, transposeLeft ? k : m, transposeLeft ? m : k);
        using var b = Tensor(right, transposeRight ? n : k, transposeRight ? k : n);
        using var c = Tensor(product, m, n);
        Sessions[(transposeLeft ? 1 : 0) + (transposeRight ? 2 : 0)].Value.Run(Run, Inputs, [a, b], Outputs, [c]);
    }

    private static OrtValue Tensor(Memory<float> values, int rows, int columns) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values[..(rows * columns)], [rows, columns]);

    private static InferenceSession Create(bool transposeLeft, bool transposeRight)
    {
        var graph = new OnnxGraph("product");
        var product = graph.Node(
            "Gemm",
            [graph.Input("a", OnnxGraph.AnySize, OnnxGraph.AnySize), graph.Input("b", OnnxGraph.AnySize, OnnxGraph.AnySize)],
            OnnxValues.Attribute("transA", transposeLeft ? 1 : 0),
            OnnxValues.Attribute("transB", transposeRight ? 1 : 0));
        graph.Output("c", product, OnnxGraph.AnySize, OnnxGraph.AnySize);
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        return new InferenceSession(graph.ToBytes(), options);
    }
}
