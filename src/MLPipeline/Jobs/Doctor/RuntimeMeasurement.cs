using System.Diagnostics;
using MLPipeline.Compute;
using MLPipeline.Featurization;

namespace MLPipeline.Jobs;

/// <summary>A batch of photos through the default backbone on one device.</summary>
/// <param name="Label">Runtime and device.</param>
/// <param name="FirstSeconds">The first photo, loading and compiling included.</param>
/// <param name="SecondsPerPhoto">Each further one, on all cores.</param>
/// <param name="Features">The layers of each photo, side by side.</param>
internal sealed record RuntimeMeasurement(string Label, double FirstSeconds, double SecondsPerPhoto, float[][] Features)
{
    /// <summary>Runs the photos through the chain of training and serving.</summary>
    public static RuntimeMeasurement Make(string label, FeaturizerOptions options, string[] photos, CancellationToken cancel)
    {
        var context = OnnxContext.Create();
        var watch = Stopwatch.StartNew();
        var featurizer = new Featurizer(context, options, new(options.Size, options.Size));
        var features = new float[photos.Length][];
        Run(0, 1);
        var first = watch.Elapsed.TotalSeconds;
        watch.Restart();
        Run(1, photos.Length - 1);
        return new(label, first, watch.Elapsed.TotalSeconds / (photos.Length - 1), features);

        void Run(int start, int count) => ParallelRows.Run(
            featurizer.Chain,
            count,
            rows => context.Data.LoadFromEnumerable(rows.Select(r => new PathRow { ImagePath = photos[start + r], Row = r })),
            options.Layers,
            (row, values) => features[start + row] = [.. options.Layers.SelectMany((_, i) => values(i).ToArray())],
            fail: null,
            cancel);
    }

    /// <summary>The largest difference of a number of any photo's embedding.</summary>
    public double DifferenceTo(RuntimeMeasurement other) =>
        Features.Zip(other.Features, (a, b) => a.Zip(b, (x, y) => Math.Abs((double)x - y)).Max()).Max();

    /// <summary>What is wrong with the embeddings by themselves; null if nothing is.</summary>
    public string? Fault() =>
        Features.Any(f => f.Any(v => !float.IsFinite(v))) ? "embeddings hold numbers that are not finite"
        : Features.Skip(1).Any(f => f.AsSpan().SequenceEqual(Features[0])) ? "different photos have the same embedding"
        : Features.Any(f => f.Max() <= f.Min()) ? "an embedding is constant"
        : null;
}
