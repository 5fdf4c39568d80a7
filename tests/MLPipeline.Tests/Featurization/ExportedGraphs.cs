using MLPipeline.Compute;
using MLPipeline.Compute.Proto;

namespace MLPipeline.Tests.Featurization;

/// <summary>Graphs in the style of what the usual tools export: real shapes, random weights.</summary>
internal static class ExportedGraphs
{
    /// <summary>ResNet-18 as torchvision exports it: batch normalisation folded, classifier at the end.</summary>
    public static byte[] ResNet18(long side = 224)
    {
        var graph = new Writer("resnet18");
        var x = graph.Relu(graph.Conv(graph.Graph.Input("input", 1, 3, side, side), 3, 64, 7, 2));
        x = graph.Graph.Node("MaxPool", [x], Ints("kernel_shape", 3, 3), Ints("strides", 2, 2), Ints("pads", 1, 1, 1, 1));
        var channels = 64;
        foreach (var (width, stride) in new[] { (64, 1), (128, 2), (256, 2), (512, 2) })
        {
            for (var block = 0; block < 2; block++)
            {
                var step = block == 0 ? stride : 1;
                var shortcut = step == 1 && channels == width ? x : graph.Conv(x, channels, width, 1, step);
                x = graph.Relu(graph.Graph.Add(graph.Conv(graph.Relu(graph.Conv(x, channels, width, 3, step)), width, width, 3, 1), shortcut));
                channels = width;
            }
        }

        var pooled = graph.Graph.Reshape(graph.Graph.Node("GlobalAveragePool", [x]), 1, 512);
        graph.Graph.Output("logits", graph.Graph.MatMul(pooled, graph.Weights(512, 1000)), 1, 1000);
        return graph.Graph.ToBytes();
    }

    /// <summary>A vision transformer as timm and Hugging Face export them: class token, registers, learned positions of one size.</summary>
    public static byte[] Vit(int side = 224, int patch = 16, int width = 192, int depth = 12, int registers = 0)
    {
        var graph = new Writer("vit");
        var g = graph.Graph;
        var patches = g.Node(
            "Conv", [g.Input("pixel_values", 1, 3, side, side), graph.Weights(width, 3, patch, patch)], Ints("kernel_shape", patch, patch), Ints("strides", patch, patch));
        var tokens = g.Transpose(g.Reshape(patches, 1, width, -1), 0, 2, 1);
        var x = g.Node("Concat", [graph.Weights(1, 1 + registers, width), tokens], OnnxValues.Attribute("axis", 1));
        var count = (side / patch * (side / patch)) + 1 + registers;
        x = g.Add(x, graph.Weights(1, count, width));
        for (var block = 0; block < depth; block++)
        {
            x = g.Add(x, graph.Attention(graph.Norm(x, width), width));
            x = g.Add(x, graph.Dense(graph.Gelu(graph.Dense(graph.Norm(x, width), width, 4 * width)), 4 * width, width));
        }

        g.Output("last_hidden_state", graph.Norm(x, width), 1, count, width);
        return g.ToBytes();
    }

    /// <summary>A small network with channels last at its input, no border, and rounding down: as TensorFlow's tools export them.</summary>
    public static byte[] ChannelsLast()
    {
        var graph = new Writer("channels-last");
        var x = graph.Graph.Transpose(graph.Graph.Input("serving_input", 1, OnnxGraph.AnySize, OnnxGraph.AnySize, 3), 0, 3, 1, 2);
        x = graph.Relu(graph.Graph.Node("Conv", [x, graph.Weights(16, 3, 4, 4)], Ints("kernel_shape", 4, 4), Ints("strides", 4, 4)));
        x = graph.Relu(graph.Graph.Node("Conv", [x, graph.Weights(32, 16, 2, 2)], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2)));
        graph.Graph.Output("features", x, 1, 32, OnnxGraph.AnySize, OnnxGraph.AnySize);
        return graph.Graph.ToBytes();
    }

    public static AttributeProto Ints(string name, params long[] values) => OnnxValues.Attribute(name, values);

    private sealed class Writer(string name)
    {
        private readonly Random _random = new(5);

        public OnnxGraph Graph { get; } = new(name);

        public string Weights(params int[] shape)
        {
            var length = shape.Aggregate(1, (a, b) => a * b);
            var scale = 1.7 / Math.Sqrt(shape.Length == 4 ? length / shape[0] : shape[^2]);
            return Graph.Constant([.. Enumerable.Range(0, length).Select(_ => (float)(scale * ((2 * _random.NextDouble()) - 1)))], [.. shape.Select(d => (long)d)]);
        }

        public string Conv(string x, int from, int to, int kernel, int stride) => Graph.Node(
            "Conv", [x, Weights(to, from, kernel, kernel)],
            Ints("kernel_shape", kernel, kernel), Ints("strides", stride, stride), Ints("pads", kernel / 2, kernel / 2, kernel / 2, kernel / 2));

        public string Relu(string x) => Graph.Node("Relu", [x]);

        public string Dense(string x, int from, int to) => Graph.Add(Graph.MatMul(x, Weights(from, to)), Weights(1, to));

        public string Norm(string x, int width) => Graph.Node(
            "LayerNormalization", [x, Graph.Constant([.. Enumerable.Repeat(1f, width)], width), Graph.Constant(new float[width], width)], OnnxValues.Attribute("axis", -1));

        public string Gelu(string x) => Graph.Mul(
            Graph.Mul(x, Graph.Scalar(0.5f)), Graph.Add(Graph.Node("Erf", [Graph.Mul(x, Graph.Scalar(0.70710678f))]), Graph.Scalar(1)));

        public string Attention(string x, int width)
        {
            string Heads(bool transposed) => Graph.Transpose(Graph.Reshape(Dense(x, width, width), 1, -1, width / 64, 64), transposed ? [0, 2, 3, 1] : [0, 2, 1, 3]);
            var weights = Graph.Node("Softmax", [Graph.Mul(Graph.MatMul(Heads(false), Heads(true)), Graph.Scalar(0.125f))], OnnxValues.Attribute("axis", -1));
            return Dense(Graph.Reshape(Graph.Transpose(Graph.MatMul(weights, Heads(false)), 0, 2, 1, 3), 1, -1, width), width, width);
        }
    }
}
