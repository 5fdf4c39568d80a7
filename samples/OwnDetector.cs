using System.ComponentModel.DataAnnotations;
using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Compute;
using MLPipeline.Datasets;
using MLPipeline.Detectors;
using MLPipeline.Featurization;
using MLPipeline.Jobs;
using MLPipeline.Pipelines;

namespace Samples;

/// <summary>A detector of one's own: options, trainer, kind. Registered, it has a name in pipeline files and searches try it.</summary>
public static class OwnDetector
{
    public static int Run(string photos, string results)
    {
        DetectorKinds.All.Add(new RangeKind());
        var pipeline = PipelineFile.Parse("{ name: own, embedding: { cells: 1 }, detector: { type: range, margin: 2 } }", "own.yaml");
        var found = MLPipeline.Jobs.Run.Execute(
            new RunOptions { Pipeline = pipeline, Dataset = Dataset.Open(photos), OutFolder = results }, NullProgress.Instance);
        found.ToList().ForEach(r => Console.WriteLine($"{r.Category}: AUROC {r.Figures.Auroc?.Estimate:F3}"));
        return 0;
    }

    /// <summary>Keys in pipeline files: <c>type: range</c> and <c>margin</c>, with its range, and what a search may try.</summary>
    public sealed record RangeOptions : DetectorOptions
    {
        public override string Type => "range";

        [Range(1.0, 10.0), Searched(1, 4)]
        public double Margin { get; init; } = 1;
    }

    private sealed class RangeKind() : DetectorKind<RangeOptions>(hasMap: false, Pooling.Mean)
    {
        protected override IEstimator<ITransformer> Trainer(MLContext context, RangeOptions options, string features) =>
            new RangeTrainer(context, options, features);
    }

    /// <summary>How far the ten oddest numbers of an embedding lie from their means, in units of the furthest good photo.</summary>
    private sealed class RangeTrainer(MLContext context, RangeOptions options, string features) : DetectorTrainer(context, features)
    {
        public override bool HasMap => false;

        protected override byte[] BuildHead(GoodRows rows)
        {
            var (good, n) = (rows.ToArrays(), rows.Shape.Length);
            float[] Each(Func<int, double> of) => [.. Enumerable.Range(0, n).Select(i => (float)of(i))];
            var mean = Each(i => good.Average(r => r[i]));
            var scale = Each(i => 1 / ((good.Max(r => Math.Abs(r[i] - mean[i])) * options.Margin) + 1e-6));
            var graph = new OnnxGraph("range");
            var offset = graph.Sub(FlatInput(graph, rows.Shape), graph.Constant(mean, 1, n));
            var reach = graph.Node("Abs", [graph.Mul(offset, graph.Constant(scale, 1, n))]);
            graph.Output(ColumnNames.Score, graph.Mean(graph.Top(reach, 10), 1), 1);
            return graph.ToBytes();
        }
    }
}
