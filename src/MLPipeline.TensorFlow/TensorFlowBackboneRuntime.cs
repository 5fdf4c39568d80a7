using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Compute;
using MLPipeline.Featurization;

namespace MLPipeline.TensorFlow;

/// <summary>
/// Runs the <c>.pb</c> file of a backbone by TensorFlow: on a GPU where the native library is built for one and finds it,
/// else on the CPU.
/// </summary>
/// <remarks>
/// TensorFlow gives row, column, channel; a small ONNX graph behind it brings the layers into the order of all other
/// columns. It also reads all of TensorFlow's outputs whichever of its own is asked for, and must: ML.NET's transformer
/// confuses its outputs where only some of them are read.
/// </remarks>
public sealed class TensorFlowBackboneRuntime : IBackboneRuntime
{
    // The columns as TensorFlow gives them; these names are also nodes of the graph in the zip.
    private const string ChannelsLast = "_channels_last";

    /// <inheritdoc/>
    public string Name => "tensorflow";

    /// <inheritdoc/>
    public string FileExtension => ".pb";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Packages { get; } = new Dictionary<string, string>
    {
        ["Microsoft.ML.TensorFlow"] = BuildVersion.Of(typeof(TensorflowCatalog).Assembly),
        ["TensorFlow.NET"] = BuildVersion.Of(typeof(Tensorflow.c_api).Assembly),
    };

    /// <inheritdoc/>
    public bool RunsOnGpu(FeaturizerOptions options) => TensorFlowLibrary.Ask(options.GpuDevice).UsesGpu;

    /// <inheritdoc/>
    public void Prepare(int? gpuDevice) => TensorFlowLibrary.Prepare(gpuDevice);

    /// <inheritdoc/>
    public RuntimeDevices Ask(int? gpuDevice) => TensorFlowLibrary.Ask(gpuDevice);

    /// <inheritdoc/>
    public IReadOnlyList<ITransformer> Create(
        MLContext context, Backbone backbone, FeaturizerOptions options, InputSize size, string imageColumn, DataViewSchema schema)
    {
        var layers = options.Layers.Select(backbone.Layer).Select(l => (l.Name, Raw: l.Name + ChannelsLast, Shape: l.ShapeFor(size))).ToArray();
        var graph = FrozenGraph.Read(backbone.PathOf(FileExtension));
        graph.FixInput(backbone.InputName, 1, size.Height, size.Width, 3);
        foreach (var (name, raw, _) in layers)
        {
            graph.AddAlias(name, raw);
        }

        RequireGpu(options);
        var empty = new EmptyDataView(schema);
        var pixels = context.Transforms.ExtractPixels(backbone.InputName, imageColumn, interleavePixelColors: true).Fit(empty);
        string[] outputs = [.. layers.Select(l => l.Raw)];
        var network = Load(context, graph.ToBytes(outputs), outputs, backbone.InputName, pixels.Transform(empty));
        var order = context.ApplyOnnxBytes([.. layers.Select(l => l.Name)], outputs, ChannelsFirst(layers))
            .Fit(network.Transform(pixels.Transform(empty)));
        return [pixels, network, order];
    }

    private static void RequireGpu(FeaturizerOptions options)
    {
        var chosen = TensorFlowLibrary.Prepare(options.GpuDevice);
        if (options is not { GpuDevice: { } device, FallbackToCpu: false })
        {
            return;
        }

        var found = TensorFlowLibrary.Ask(device);
        if (!found.UsesGpu)
        {
            throw new InvalidOperationException(
                $"featurizer.gpu_device: TensorFlow {found.Version} cannot use GPU {device}, it sees {string.Join(", ", found.Devices)}. " +
                "'mlpipeline doctor' says what is missing; fallback_to_cpu: true goes on without.");
        }

        if (!chosen)
        {
            throw new InvalidOperationException(
                $"featurizer.gpu_device: TensorFlow takes its GPU once per process, and this one has taken another than GPU {device}. " +
                "Give all members the same gpu_device.");
        }
    }

    private static ITransformer Load(MLContext context, byte[] graph, string[] outputs, string input, IDataView pixels)
    {
        // ML.NET reads a graph from a file only; it is in memory from then on, and in the zip.
        using var folder = TemporaryFolder.New("tensorflow");
        var path = Path.Combine(folder.Path, "frozen.pb");
        File.WriteAllBytes(path, graph);
        return context.Model.LoadTensorFlowModel(path).ScoreTensorFlowModel(outputs, [input]).Fit(pixels);
    }

    private static byte[] ChannelsFirst(IEnumerable<(string Name, string Raw, LayerShape Shape)> layers)
    {
        var graph = new OnnxGraph("channels-first");
        foreach (var (name, raw, shape) in layers)
        {
            var value = graph.Input(raw, 1, shape.Rows, shape.Columns, shape.Channels);
            graph.Output(name, graph.Transpose(value, 0, 3, 1, 2), 1, shape.Channels, shape.Rows, shape.Columns);
        }

        return graph.ToBytes();
    }
}
