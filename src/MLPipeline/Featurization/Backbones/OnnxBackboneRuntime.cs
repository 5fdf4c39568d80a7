using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using MLPipeline.Basics;
using MLPipeline.Compute;

namespace MLPipeline.Featurization;

/// <summary>Runs the <c>.onnx</c> file of a backbone by ONNX Runtime, cut down to the layers asked for.</summary>
public sealed class OnnxBackboneRuntime : IBackboneRuntime
{
    /// <inheritdoc/>
    public string Name => "onnx";

    /// <inheritdoc/>
    public string FileExtension => ".onnx";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Packages { get; } = new Dictionary<string, string>
    {
        ["Microsoft.ML.OnnxTransformer"] = BuildVersion.Of(typeof(OnnxCatalog).Assembly),
        ["Microsoft.ML.OnnxRuntime.Managed"] = BuildVersion.Of(typeof(OrtEnv).Assembly),
    };

    /// <inheritdoc/>
    public bool RunsOnGpu(FeaturizerOptions options) =>
        options.GpuDevice is { } device && OnnxContext.CanUseGpu(device, options.FallbackToCpu);

    /// <inheritdoc/>
    public RuntimeDevices Ask(int? gpuDevice)
    {
        try
        {
            var cuda = OrtEnv.Instance().GetAvailableProviders().Contains(OnnxContext.CudaProvider);
            return new(OrtEnv.Instance().GetVersionString(), cuda ? ["CPU", "CUDA"] : ["CPU"], cuda && gpuDevice is not null);
        }
        catch (TypeInitializationException error) when (error.GetBaseException() is DllNotFoundException missing)
        {
            throw missing;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ITransformer> Create(
        MLContext context, Backbone backbone, FeaturizerOptions options, InputSize size, string imageColumn, DataViewSchema schema)
    {
        var outputs = options.Layers.Select(backbone.Layer).Select(layer =>
        {
            var shape = layer.ShapeFor(size);
            return (layer.Name, new long[] { 1, shape.Channels, shape.Rows, shape.Columns });
        }).ToList();
        var model = OnnxPruning.Prune(
            File.ReadAllBytes(backbone.PathOf(FileExtension)), [(backbone.InputName, [1, 3, size.Height, size.Width])], outputs);

        var empty = new EmptyDataView(schema);
        var pixels = context.Transforms.ExtractPixels(backbone.InputName, imageColumn).Fit(empty);
        // Heads are small and stay on the CPU: the GPU is for this network alone, so it gets a context of its own.
        var device = options.GpuDevice is { } gpu ? OnnxContext.Create(gpuDevice: gpu, fallbackToCpu: options.FallbackToCpu) : context;
        var network = device.ApplyOnnxBytes([.. options.Layers], [backbone.InputName], model).Fit(pixels.Transform(empty));
        return [pixels, network];
    }
}
