using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Compute;
using MLPipeline.Detectors;
using MLPipeline.Featurization;

namespace MLPipeline.Tests.Detectors;

internal sealed record FarOptions : DetectorOptions
{
    public override string Type => "far";

    [Range(0.1, 10.0), Searched(0.1, 10)]
    public double Scale { get; init; } = 1;
}

/// <summary>A detector that the library does not know, registered before any test runs: the battery and all that goes by names meets it too.</summary>
internal sealed class FarKind() : DetectorKind<FarOptions>(hasMap: false, Pooling.Mean)
{
    protected override IEstimator<ITransformer> Trainer(MLContext context, FarOptions options, string featureColumnName) =>
        new FarTrainer(context, options, featureColumnName);

    [ModuleInitializer]
    internal static void Register() => DetectorKinds.All.Add(new FarKind());
}

/// <summary>The squared distance to the mean of the good photos.</summary>
internal sealed class FarTrainer(MLContext context, FarOptions options, string featureColumnName) : DetectorTrainer(context, featureColumnName)
{
    public override bool HasMap => false;

    protected override byte[] BuildHead(GoodRows rows)
    {
        var graph = new OnnxGraph("far");
        var mean = graph.Constant(Moments.Mean(rows.ToArrays()), 1, rows.Shape.Length);
        var distance = graph.SumOfSquares(graph.Sub(FlatInput(graph, rows.Shape), mean), 1);
        graph.Output(ColumnNames.Score, graph.Reshape(graph.Mul(distance, graph.Scalar((float)options.Scale)), 1), 1);
        return graph.ToBytes();
    }
}
