using Google.Protobuf;
using Tensorflow;

namespace MLPipeline.TensorFlow;

/// <summary>
/// A frozen graph made ready for ML.NET: cut down to the layers that are read, with an input of fixed shape.
/// </summary>
/// <remarks>
/// The fixed shape, with one photo per run, gives columns of known size. It also keeps ML.NET from remembering the size of
/// the first photo in a graph whose shape is open: such a transformer takes a photo of twice the sides for four photos.
/// </remarks>
internal sealed class FrozenGraph
{
    private readonly GraphDef _graph;
    private readonly string _path;

    private FrozenGraph(GraphDef graph, string path) => (_graph, _path) = (graph, path);

    /// <summary>Reads a <c>.pb</c> file.</summary>
    /// <exception cref="InvalidDataException">It is no frozen graph.</exception>
    public static FrozenGraph Read(string path)
    {
        try
        {
            var graph = GraphDef.Parser.ParseFrom(File.ReadAllBytes(path));
            return graph.Node.Count > 0
                ? new(graph, path)
                : throw new InvalidDataException($"{path} is no frozen TensorFlow graph: it has no nodes.");
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new InvalidDataException(
                $"{path} is no frozen TensorFlow graph (a GraphDef with constants for weights): {error.Message} A SavedModel has to be frozen first.", error);
        }
    }

    /// <summary>Fixes the shape of the input.</summary>
    /// <exception cref="ArgumentException">There is no such placeholder; the message lists those that exist.</exception>
    public void FixInput(string name, params int[] shape)
    {
        var input = _graph.Node.FirstOrDefault(n => n.Name == name && n.Op == "Placeholder") ?? throw new ArgumentException(
            $"{_path} has no input '{name}'. Its inputs are: {string.Join(", ", _graph.Node.Where(n => n.Op == "Placeholder").Select(n => n.Name))}.");
        var proto = new TensorShapeProto();
        proto.Dim.AddRange(shape.Select(d => new TensorShapeProto.Types.Dim { Size = d }));
        input.Attr["shape"] = new AttrValue { Shape = proto };
    }

    /// <summary>Gives a layer another name beside its own.</summary>
    /// <exception cref="ArgumentException">There is no such layer; the message lists those that exist.</exception>
    public void AddAlias(string layer, string alias)
    {
        if (_graph.Node.All(n => n.Name != layer))
        {
            // Weights and the like are no layers.
            var names = _graph.Node.Where(n => n.Op is not ("Const" or "Placeholder" or "NoOp") && n.Input.Count > 0).Select(n => n.Name);
            throw new ArgumentException(
                $"{_path} has no layer '{layer}', though its manifest says so. Its layers are: {string.Join(", ", names)}.");
        }

        var node = new NodeDef { Name = alias, Op = "Identity", Input = { layer } };
        node.Attr["T"] = new AttrValue { Type = DataType.DtFloat };
        _graph.Node.Add(node);
    }

    /// <summary>The graph as a file, without the nodes that none of the outputs needs.</summary>
    public byte[] ToBytes(IEnumerable<string> outputs)
    {
        var byName = _graph.Node.ToDictionary(n => n.Name, StringComparer.Ordinal);
        var needed = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(outputs);
        while (open.TryPop(out var name))
        {
            if (needed.Add(name))
            {
                foreach (var input in byName[name].Input)
                {
                    open.Push(NodeOf(input));
                }
            }
        }

        var pruned = new GraphDef { Versions = _graph.Versions, Library = _graph.Library };
        pruned.Node.AddRange(_graph.Node.Where(n => needed.Contains(n.Name)));
        return pruned.ToByteArray();
    }

    // "name:1" is an output by its number, "^name" an input that only has to be run before.
    private static string NodeOf(string input) => input.TrimStart('^').Split(':')[0];
}
