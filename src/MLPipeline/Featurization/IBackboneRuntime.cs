using Microsoft.ML;

namespace MLPipeline.Featurization;

/// <summary>What runs a backbone inside the ML.NET chain.</summary>
public interface IBackboneRuntime
{
    /// <summary>The name that pipeline files use: <c>onnx</c> or <c>tensorflow</c>.</summary>
    string Name { get; }

    /// <summary>What the features depend on besides photo, size and layer: the model file's hash and the runtime.</summary>
    string Fingerprint(Backbone backbone);

    /// <summary>
    /// The part of the chain from the resized image to the layers: reads the MLImage column <paramref name="imageColumn"/>
    /// and adds one Single vector column per layer, named as the layer, in the order channel, row, column.
    /// </summary>
    /// <exception cref="ArgumentException">A layer does not exist; the message lists those that do.</exception>
    IReadOnlyList<ITransformer> Create(MLContext context, Backbone backbone, InputSize size, IReadOnlyList<string> layers, string imageColumn, DataViewSchema schema);
}
