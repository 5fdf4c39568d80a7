using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;
using MLPipeline.Basics;
using MLPipeline.Compute;

namespace MLPipeline.Featurization;

/// <summary>
/// Makes a backbone of a network that another tool has exported to ONNX: finds its layers, adds the normalisation, makes height and
/// width free where the graph allows it, tries it, and writes model and manifest where pipelines find them by name.
/// </summary>
public sealed partial class BackboneImport
{
    private const int UsualSide = 224;

    // Multiples of 32, as photos are resized to; the last two also tell rounding up from rounding down.
    private static readonly InputSize[] Tried = [new(UsualSide, UsualSide), new(256, 192), new(260, 260), new(229, 229)];

    private readonly string _path;
    private readonly byte[] _bytes;
    private readonly ImportOptions _options;
    private readonly string _input;
    private readonly bool _channelsLast;
    private readonly InputSize _size;

    private BackboneImport(string path, byte[] bytes, ImportOptions options)
    {
        (_path, _bytes, _options) = (path, bytes, options);
        var graph = Graph();
        if (graph.Opset < ForeignGraph.OldestOpset)
        {
            throw Wrong($"uses operators of opset {graph.Opset}; export it with opset {ForeignGraph.OldestOpset} or later, such as 17.");
        }

        var inputs = graph.Inputs;
        if (inputs is not [{ IsSingle: true, Shape: { Length: 4 } shape } input] || (shape[1] != 3 && shape[3] != 3))
        {
            throw Wrong(
                $"must have one input of float32 [batch, 3, height, width] or [batch, height, width, 3], the picture in colours; it has {string.Join(", ", inputs.Select(Describe))}.");
        }

        _input = input.Name;
        _channelsLast = shape[1] != 3;
        var (height, width) = _channelsLast ? (shape[1], shape[2]) : (shape[2], shape[3]);
        _size = height > 0 && width > 0 ? new((int)width, (int)height) : new(UsualSide, UsualSide);
        Candidates = Find();
    }

    /// <summary>The inner tensors that can serve as layers, in the order of the graph; those with a name are taken if no others are asked for.</summary>
    public IReadOnlyList<LayerCandidate> Candidates { get; }

    /// <summary>Reads a graph and runs it once to see the shapes of its tensors.</summary>
    /// <param name="path">An ONNX file with all weights in it.</param>
    /// <param name="options">Layers and normalisation; null for the defaults.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="MLPipelineException">It is no ONNX model, or none that pictures go into; the message says what is needed.</exception>
    /// <exception cref="OptionException">A value is not allowed.</exception>
    public static BackboneImport Read(string path, ImportOptions? options = null)
    {
        options = OptionCheck.Valid(options ?? new(), "backbone");
        if (options.Deviation.Any(d => d <= 0))
        {
            throw new OptionException(["backbone.deviation: a standard deviation must be above 0."]);
        }

        return File.Exists(path) ? new(path, File.ReadAllBytes(path), options) : throw new FileNotFoundException($"There is no file {path}.", path);
    }

    /// <summary>Writes model and manifest, after having run the model.</summary>
    /// <returns>The backbone.</returns>
    /// <exception cref="MLPipelineException">A layer does not exist, nothing can serve as one, or a backbone of the name is there already.</exception>
    public Backbone Write()
    {
        var name = _options.Name ?? Path.GetFileNameWithoutExtension(_path);
        if (!Allowed().IsMatch(name))
        {
            throw new MLPipelineException($"A backbone cannot be named '{name}': letters, digits, dots, dashes and underscores are allowed.");
        }

        var folder = _options.Folder ?? BackboneCatalog.UserFolder;
        var manifest = Path.Combine(folder, name + ".json");
        if (File.Exists(manifest) && !_options.Replace)
        {
            throw new MLPipelineException($"There is a backbone '{name}' already: {manifest}. Give another name, or say that it is to be replaced.");
        }

        var layers = Chosen();
        var (model, outputs) = Build(layers, free: true) ?? Build(layers, free: false)
            ?? throw Wrong("gives layers whose shapes follow from no size of the picture: choose other layers.");
        AtomicFile.Write(Path.Combine(folder, name + ".onnx"), p => File.WriteAllBytes(p, model));
        AtomicFile.WriteText(manifest, Manifest(name, model, outputs).ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        return Backbone.Load(manifest);
    }

    private static string Describe((string Name, bool IsSingle, long[] Shape) input) =>
        $"'{input.Name}' {(input.IsSingle ? "float32" : "of another type")} [{string.Join(", ", input.Shape.Select(d => d < 0 ? "any" : $"{d}"))}]";

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    private static partial Regex Allowed();

    private MLPipelineException Wrong(string what) => new($"{_path} {what}");

    /// <summary>The graph anew, with the preparation of its input where that is known.</summary>
    private ForeignGraph Graph(bool free = true)
    {
        ForeignGraph graph;
        try
        {
            graph = OnnxExternalData.IsIn(_bytes)
                ? throw Wrong("keeps weights in another file; export it with all weights in one file.")
                : ForeignGraph.Parse(_bytes);
        }
        catch (InvalidDataException error)
        {
            throw new MLPipelineException($"{_path} is no ONNX model: {error.Message}.", error);
        }

        if (_input is not null)
        {
            float[] scale = [.. _options.Deviation.Select(d => _options.Normalise ? (float)(1 / (255 * d)) : 1)];
            float[] shift = [.. _options.Mean.Zip(_options.Deviation, (m, d) => _options.Normalise ? (float)(-m / d) : 0)];
            graph.Prepare(_input, scale, shift, free ? null : (_size.Height, _size.Width), _channelsLast);
        }

        return graph;
    }

    private LayerCandidate[] Find()
    {
        var graph = Graph();
        var asked = _options.Layers.Select(l => l.Split('=')[0]).ToArray();
        if (asked.FirstOrDefault(t => !graph.Tensors.Contains(t)) is { } unknown)
        {
            throw Wrong($"has no tensor '{unknown}'.{NearMiss.Hint(unknown, graph.Tensors)}");
        }

        try
        {
            string[] looked = [.. graph.Tensors.Where(graph.Ends.Concat(asked).ToHashSet(StringComparer.Ordinal).Contains)];
            var shapes = GraphProbe.Run(graph.Showing(looked), _size);
            LayerCandidate[] found = [.. looked.Where(shapes.ContainsKey).Select(t => LayerFinder.Look(t, shapes[t].Shape, _size, graph.PatchSide)).OfType<LayerCandidate>()];
            return [.. LayerFinder.Name(found, graph)];
        }
        catch (OnnxRuntimeException error)
        {
            throw GraphProbe.Refused(_path, error);
        }
    }

    private LayerCandidate[] Chosen()
    {
        LayerCandidate[] chosen = _options.Layers.Count == 0
            ? [.. Candidates.Where(c => c.Name is not null)]
            : [.. _options.Layers.Select(l => l.Split('=', 2)).Select((l, i) => (Candidates.FirstOrDefault(c => c.Tensor == l[0])
                ?? throw Wrong($"has a tensor '{l[0]}', but it is neither a map nor a sequence of tokens.")) with { Name = l.ElementAtOrDefault(1) ?? $"layer{i + 1}" })];
        if (chosen.Length == 0)
        {
            throw Wrong("has no inner tensor that can serve as a layer: neither maps of a convolutional network nor tokens of a vision transformer.");
        }

        return chosen.CountBy(c => c.Name!).FirstOrDefault(n => n.Value > 1).Key is { } twice
            ? throw new MLPipelineException($"Two layers are named '{twice}'; each needs a name of its own.")
            : chosen;
    }

    /// <summary>Cuts the graph down to the layers and runs it; null where it cannot run, or shapes follow no rule.</summary>
    private (byte[] Model, List<JsonObject> Outputs)? Build(LayerCandidate[] layers, bool free)
    {
        var graph = Graph(free);
        foreach (var layer in layers)
        {
            graph.Output(
                layer.Name!, layer.Tensor, layer.Channels,
                layer.Form switch { LayerForm.Map => -1, LayerForm.MapChannelsLast => -2, _ => layer.Skipped },
                free ? null : (layer.Rows, layer.Columns), layer.Stride);
        }

        var model = OnnxPruning.Prune(
            graph.ToBytes(), [(ForeignGraph.Image, [1, 3, -1, -1])], [.. layers.Select(l => (l.Name!, new long[] { 1, l.Channels, -1, -1 }))]);
        try
        {
            var runs = (free ? Tried.Append(_size) : [_size, Tried[1]]).Select(size => (size, GraphProbe.Run(model, size))).ToArray();
            if (runs[0].Item2.FirstOrDefault(l => !l.Value.IsAlive) is { Key: { } dead })
            {
                throw Wrong($"gives layer '{dead}' the same number everywhere, or numbers that are not finite.");
            }

            List<JsonObject> outputs = [.. layers.Select(l => new JsonObject { ["name"] = l.Name, ["channels"] = l.Channels, ["stride"] = l.Stride })];
            foreach (var (layer, output) in layers.Zip(outputs))
            {
                bool Always(Func<InputSize, LayerShape> rule) => runs.All(r => r.Item2[layer.Name!].Shape is [1, var c, var h, var w] && rule(r.size) == new LayerShape(c, h, w));
                if (!free)
                {
                    (output["rows"], output["columns"]) = (layer.Rows, layer.Columns);
                }
                else if (!Always(new BackboneLayer("", layer.Channels, layer.Stride).ShapeFor))
                {
                    if (!Always(new BackboneLayer("", layer.Channels, layer.Stride) { RoundsDown = true }.ShapeFor))
                    {
                        return null;
                    }

                    output["rounding"] = "down";
                }
            }

            return (model, outputs);
        }
        catch (OnnxRuntimeException) when (free)
        {
            return null;
        }
        catch (OnnxRuntimeException error)
        {
            throw GraphProbe.Refused(_path, error);
        }
    }

    private JsonObject Manifest(string name, byte[] model, List<JsonObject> outputs) => new()
    {
        ["name"] = name,
        ["source"] = new JsonObject { ["file"] = Path.GetFileName(_path), ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(_bytes)) },
        ["input"] = new JsonObject
        {
            ["name"] = ForeignGraph.Image,
            ["type"] = "float32",
            ["channelOrder"] = "RGB",
            ["valueRange"] = new JsonArray(0, 255),
            ["normalization"] = "inside the graph",
            ["sizes"] = outputs[0].ContainsKey("rows") ? $"any, resized to {_size} inside the graph" : "any height and width",
        },
        ["outputs"] = new JsonArray([.. outputs]),
        ["files"] = new JsonObject
        {
            [name + ".onnx"] = new JsonObject { ["format"] = "ONNX", ["bytes"] = model.Length, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(model)) },
        },
    };
}
