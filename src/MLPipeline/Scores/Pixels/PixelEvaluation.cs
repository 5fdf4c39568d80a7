using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Featurization;

namespace MLPipeline.Scores;

/// <summary>
/// Holds the anomaly maps of the test photos against their masks: all pixels of the masks against maps at about a megapixel
/// (see <see cref="PixelBlocks"/>). The memory it takes does not grow with the number of photos, and little with their size.
/// </summary>
internal static class PixelEvaluation
{
    /// <summary>What decoding a mask and finding its regions may take, all workers together.</summary>
    private const long Memory = 400_000_000;

    /// <summary>Decoded colours, the mask and a copy, and a list of a region's pixels that doubles as it grows.</summary>
    private const long BytesPerPixel = 14;

    /// <summary>
    /// The pixel metrics over all good test photos and those anomalous ones that have a mask; null if none has.
    /// </summary>
    /// <param name="photos">The test photos.</param>
    /// <param name="ledger">Their facts.</param>
    /// <param name="maps">Their maps.</param>
    /// <param name="rows">Rows of a map; 0 if there are none.</param>
    /// <param name="columns">Columns of a map.</param>
    /// <param name="input">The size that photos were resized to.</param>
    /// <param name="warn">Is told of masks that cannot be read: their photos do not count.</param>
    /// <param name="cancel">Ends the work.</param>
    public static PixelMetrics? Evaluate(
        IReadOnlyList<Photo> photos, PhotoLedger ledger, IReadOnlyList<float[]?> maps, int rows, int columns, InputSize input, Action<string> warn,
        CancellationToken cancel = default)
    {
        if (rows == 0 || !photos.Any(p => p.MaskPath is not null))
        {
            return null;
        }

        var facts = photos.Select(p => ledger[p.Path]).ToArray();
        var scalers = new ConcurrentDictionary<(int Width, int Height), (PixelBlocks Blocks, MapScaler Scaler)>();
        var problems = new ConcurrentBag<(string Photo, string Problem)>();
        var total = new PixelEvaluator();
        int[] known = [.. Enumerable.Range(0, photos.Count).Where(i => facts[i].Problem is null)];
        Each(known.Where(i => !photos[i].IsAnomalous), Environment.ProcessorCount, () => new(), (i, evaluator) => Add(i, [], evaluator));

        int[] masked = [.. known.Where(i => photos[i].IsAnomalous && photos[i].MaskPath is not null)];
        var largest = masked.Select(i => (long)facts[i].Width * facts[i].Height).DefaultIfEmpty(1).Max();
        Each(masked, (int)Math.Clamp(Memory / (BytesPerPixel * largest), 1, Environment.ProcessorCount), total.AfterGood, (i, evaluator) =>
        {
            try
            {
                var mask = Masks.Load(photos[i].MaskPath!, facts[i], facts[i].Width, facts[i].Height);
                if (mask.Contains(true))
                {
                    Add(i, mask, evaluator);
                }
            }
            catch (MLPipelineException error)
            {
                problems.Add((photos[i].Id, error.Message));
            }
        });
        foreach (var (photo, problem) in problems.OrderBy(p => p.Photo, StringComparer.Ordinal))
        {
            warn($"{photo} does not count in the pixel figures: {problem}");
        }

        return total.Evaluate();

        void Add(int i, bool[] mask, PixelEvaluator evaluator)
        {
            var (blocks, scaler) = scalers.GetOrAdd((facts[i].Width, facts[i].Height), size =>
            {
                var blocks = PixelBlocks.Of(size.Width, size.Height);
                return (blocks, new(rows, columns, input, size.Width, size.Height, blocks.Side));
            });
            evaluator.Add(scaler.Scale(maps[i]!), MemoryMarshal.AsBytes(mask.AsSpan()), blocks, photos[i].Id);
        }

        void Each(IEnumerable<int> places, int workers, Func<PixelEvaluator> start, Action<int, PixelEvaluator> work)
        {
            var gate = new Lock();
            Parallel.ForEach(
                places,
                new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancel },
                start,
                (i, _, evaluator) =>
                {
                    work(i, evaluator);
                    return evaluator;
                },
                evaluator =>
                {
                    lock (gate)
                    {
                        total.Merge(evaluator);
                    }
                });
        }
    }
}
