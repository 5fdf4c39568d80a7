using Google.Protobuf;
using MLPipeline.Compute.Proto;

namespace MLPipeline.Compute;

/// <summary>Cuts an ONNX model down to the outputs that are asked for and fixes its shapes.</summary>
public static class OnnxPruning
{
    /// <summary>
    /// Keeps only what <paramref name="outputs"/> need, gives inputs and outputs fixed shapes, and moves float16
    /// initializers into <c>Constant</c> nodes, because ML.NET 5.0.1 refuses a model that has any.
    /// </summary>
    /// <param name="model">The bytes of an .onnx file.</param>
    /// <param name="inputs">Input names with their shapes.</param>
    /// <param name="outputs">Output names with their shapes.</param>
    /// <exception cref="ArgumentException">A name does not exist; the message lists those that do.</exception>
    /// <exception cref="InvalidDataException">The bytes are no ONNX model.</exception>
    public static byte[] Prune(
        byte[] model, IReadOnlyList<(string Name, long[] Shape)> inputs, IReadOnlyList<(string Name, long[] Shape)> outputs)
    {
        var parsed = Parse(model);
        var graph = parsed.Graph;
        CheckNames("input", inputs.Select(i => i.Name), graph.Input.Select(i => i.Name));
        CheckNames("output", outputs.Select(o => o.Name), graph.Output.Select(o => o.Name));

        var needed = outputs.Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        var kept = new List<NodeProto>();
        for (var i = graph.Node.Count - 1; i >= 0; i--)
        {
            if (graph.Node[i].Output.Any(needed.Contains))
            {
                kept.Add(graph.Node[i]);
                needed.UnionWith(Read(graph.Node[i]));
            }
        }

        kept.Reverse();
        var initializers = graph.Initializer.Where(t => needed.Contains(t.Name)).ToList();
        var halves = initializers.Where(t => t.DataType == (int)TensorProto.Types.DataType.Float16).ToList();

        graph.Node.Clear();
        graph.Node.AddRange(halves.Select(OnnxValues.ConstantNode));
        graph.Node.AddRange(kept);
        graph.Initializer.Clear();
        graph.Initializer.AddRange(initializers.Except(halves));
        graph.ValueInfo.Clear();
        graph.Input.Clear();
        graph.Input.AddRange(inputs.Select(i => OnnxValues.Describe(i.Name, i.Shape)));
        graph.Output.Clear();
        graph.Output.AddRange(outputs.Select(o => OnnxValues.Describe(o.Name, o.Shape)));
        return parsed.ToByteArray();
    }

    private static ModelProto Parse(byte[] model)
    {
        try
        {
            return ModelProto.Parser.ParseFrom(model) is { Graph: not null } parsed
                ? parsed
                : throw new InvalidDataException("The file is no ONNX model: it has no graph.");
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new InvalidDataException($"The file is no ONNX model, or a damaged one: {error.Message}", error);
        }
    }

    /// <summary>What a node reads: its inputs, and what the graphs inside it (of an If or a Loop) take from around them.</summary>
    private static IEnumerable<string> Read(NodeProto node) => node.Input.Concat(
        node.Attribute.Where(a => a.G is not null).SelectMany(a => a.G.Node.SelectMany(Read).Concat(a.G.Output.Select(o => o.Name))));

    private static void CheckNames(string kind, IEnumerable<string> asked, IEnumerable<string> existing)
    {
        var unknown = asked.Except(existing).ToList();
        if (unknown.Count > 0)
        {
            throw new ArgumentException(
                $"The model has no {kind} '{string.Join("', '", unknown)}'. Its {kind}s are: {string.Join(", ", existing)}.");
        }
    }
}
