using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;

namespace MLPipeline.Compute;

/// <summary>Makes an <see cref="OnnxTransformer"/> of a model in memory.</summary>
/// <remarks>
/// ML.NET's own overload for a stream writes the model to a file that it never deletes (5.0.1). This one gives it a file whose
/// end is <see cref="OnnxBytesExtensions.Close"/>, or the garbage collection of the transformer.
/// </remarks>
public sealed class OnnxBytesEstimator : IEstimator<OnnxTransformer>
{
    private readonly MLContext _context;
    private readonly string[] _outputs;
    private readonly string[] _inputs;
    private readonly byte[] _model;

    internal OnnxBytesEstimator(MLContext context, string[] outputs, string[] inputs, byte[] model) =>
        (_context, _outputs, _inputs, _model) = (context, outputs, inputs, model);

    /// <inheritdoc/>
    public OnnxTransformer Fit(IDataView input)
    {
        var file = new ModelFile(_model, _context);
        var transformer = _context.Transforms.ApplyOnnxModel(_outputs, _inputs, file.Path, gpuDeviceId: null).Fit(input);
        OnnxBytesExtensions.Keep(transformer, file);
        return transformer;
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var file = new ModelFile(_model, _context);
        var schema = _context.Transforms.ApplyOnnxModel(_outputs, _inputs, file.Path, gpuDeviceId: null).GetOutputSchema(inputSchema);
        file.Dispose();
        return schema;
    }
}
