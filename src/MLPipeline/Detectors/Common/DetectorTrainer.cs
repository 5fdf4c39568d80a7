using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLPipeline.Compute;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>
/// The base of the trainers whose model is an ONNX head: it reads the good embeddings, writes their statistics into a
/// small graph, and returns ML.NET's own <c>OnnxTransformer</c> around it, so that the saved model needs no assembly
/// of this project.
/// </summary>
/// <remarks>
/// The head maps the feature column to <c>Score</c> (Single vector of one; higher is more anomalous, raw and unclamped)
/// and, for detectors that look at grid positions, <c>AnomalyMap</c> (Single, rows x columns).
/// </remarks>
public abstract class DetectorTrainer : IEstimator<ITransformer>
{
    private readonly MLContext _context;

    /// <summary>Makes a trainer that reads <paramref name="featureColumnName"/>.</summary>
    /// <param name="context">The context of its models: its log is told what was learned, its temporary folder holds the model.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    protected DetectorTrainer(MLContext context, string featureColumnName) => (_context, FeatureColumnName) = (context, featureColumnName);

    /// <summary>The column of embeddings.</summary>
    public string FeatureColumnName { get; }

    /// <summary>Whether the model also gives <see cref="ColumnNames.AnomalyMap"/>.</summary>
    public abstract bool HasMap { get; }

    /// <summary>Learns from good photos alone.</summary>
    /// <param name="input">The good photos' embeddings in <see cref="FeatureColumnName"/>.</param>
    /// <exception cref="ArgumentException">The column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">There is no row, too few rows, or a value that is not finite.</exception>
    public ITransformer Fit(IDataView input)
    {
        using var log = ((IHostEnvironment)_context).Register(GetType().Name).Start(nameof(Fit));
        var rows = new GoodRows(input, FeatureColumnName);
        var head = BuildHead(rows);
        log.Info(MessageSensitivity.None, "Learned from {0} embeddings of {1} x {2} x {3}; the model has {4} bytes.", rows.Count, rows.Shape.Rows, rows.Shape.Columns, rows.Shape.Channels, head.Length);
        return Head(head).Fit(input);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        // SchemaShape.Column cannot be made outside ML.NET, so a head of the smallest shape answers for the real one.
        var graph = new OnnxGraph("schema");
        var features = graph.Input(FeatureColumnName, 1, 1);
        graph.Output(ColumnNames.Score, graph.Reshape(features, 1), 1);
        if (HasMap)
        {
            graph.Output(ColumnNames.AnomalyMap, features, 1, 1);
        }

        return Head(graph.ToBytes()).GetOutputSchema(inputSchema);
    }

    /// <summary>Computes the statistics and writes the head: <see cref="FeatureColumnName"/> to Score and, if <see cref="HasMap"/>, AnomalyMap.</summary>
    /// <returns>The bytes of an .onnx file.</returns>
    protected abstract byte[] BuildHead(GoodRows rows);

    /// <summary>Declares the feature column as the head's input, flattened to 1 x length.</summary>
    protected string FlatInput(OnnxGraph graph, FeatureShape shape) =>
        graph.Reshape(graph.Input(FeatureColumnName, shape.Rows, shape.Columns, shape.Channels), 1, shape.Length);

    /// <summary>ML.NET's own estimator around a head.</summary>
    private protected IEstimator<ITransformer> Head(byte[] model) => _context.ApplyOnnxBytes(
        HasMap ? [ColumnNames.Score, ColumnNames.AnomalyMap] : [ColumnNames.Score], [FeatureColumnName], model);
}
