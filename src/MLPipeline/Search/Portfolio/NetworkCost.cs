using System.Diagnostics;
using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Featurization;

namespace MLPipeline.Search;

/// <summary>What a network costs on this machine.</summary>
/// <param name="SecondsPerPhoto">Wall-clock seconds per photo, all processors at work.</param>
/// <param name="ModelMb">Megabytes of the network's file.</param>
/// <param name="MemoryGb">What the process grew by while it was loaded and used.</param>
public sealed record NetworkCost(double SecondsPerPhoto, double ModelMb, double MemoryGb)
{
    private const int Photos = 24;

    /// <summary>Runs the network on a few photos, after as many to warm up as there are processors.</summary>
    internal static NetworkCost Measure(MLContext context, FeaturizerOptions options, InputSize size, IReadOnlyList<string> paths, CancellationToken cancel)
    {
        var before = Environment.WorkingSet;
        using var featurizer = new Featurizer(context, options, size);
        void Run(int count) => ParallelRows.Run(
            featurizer.Chain,
            count,
            rows => context.Data.LoadFromEnumerable(rows.Select(r => new PathRow { ImagePath = paths[r % paths.Count], Row = r })),
            [.. featurizer.Layers.Select(l => l.Name)],
            (_, values) => values(0),
            (_, _) => true,
            cancel);

        Run(Environment.ProcessorCount);
        var watch = Stopwatch.StartNew();
        Run(Photos);
        var seconds = watch.Elapsed.TotalSeconds / Photos;
        var file = featurizer.Backbone.PathOf(featurizer.Backbone.Has(".onnx") ? ".onnx" : ".pb");
        return new(seconds, new FileInfo(file).Length / 1e6, Math.Max(0, Environment.WorkingSet - before) / 1e9);
    }
}
