using Microsoft.ML;
using MLPipeline.Onnx;

namespace MLPipeline.Featurization;

/// <summary>Runs the <c>.onnx</c> file of a backbone by ONNX Runtime, cut down to the layers asked for.</summary>
public sealed class OnnxBackboneRuntime : IBackboneRuntime
{
    /// <inheritdoc/>
    public string Name => "onnx";

    /// <inheritdoc/>
    public string Fingerprint(Backbone backbone) => "onnx " + backbone.Sha256(".onnx");

    /// <inheritdoc/>
    public IReadOnlyList<ITransformer> Create(
        MLContext context, Backbone backbone, InputSize size, IReadOnlyList<string> layers, string imageColumn, DataViewSchema schema)
    {
        var outputs = layers.Select(backbone.Layer).Select(layer =>
        {
            var shape = layer.ShapeFor(size);
            return (layer.Name, new long[] { 1, shape.Channels, shape.Rows, shape.Columns });
        }).ToList();
        var model = OnnxPruning.Prune(
            File.ReadAllBytes(backbone.PathOf(".onnx")), [(backbone.InputName, [1, 3, size.Height, size.Width])], outputs);

        var empty = new EmptyDataView(schema);
        var pixels = context.Transforms.ExtractPixels(backbone.InputName, imageColumn).Fit(empty);
        var network = context.Transforms.ApplyOnnxBytes([.. layers], [backbone.InputName], model).Fit(pixels.Transform(empty));
        return [pixels, network];
    }
}
