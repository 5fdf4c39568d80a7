using MLPipeline.Datasets;
using MLPipeline.Featurization;
using MLPipeline.Models;
using MLPipeline.Reports;
using MLPipeline.Scores;

namespace MLPipeline.Jobs;

/// <summary>Scores test clips, and compares their maps with the masks where there are some.</summary>
internal sealed class ClipTest(ClipModel model, int leastEventFrames)
{
    /// <summary>The limits of the map that the region criterion is counted at, as shares of the model's limit.</summary>
    private static readonly double[] RegionLimits = [0.25, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.15, 1.3, 1.5, 1.75, 2, 2.5, 3, 4, 6, 10, 20];

    private readonly PixelEvaluator _pixels = new();
    private readonly RegionDetection _regions = new(RegionLimits.Select(l => (float)(l * model.Limit)));
    private bool _hasMasks;

    /// <summary>Pixel figures of all clips so far, at the working scale; null without masks.</summary>
    public PixelMetrics? Pixels => _hasMasks ? _pixels.Evaluate() : null;

    /// <summary>The region criterion of all clips so far; null without masks.</summary>
    public double? Regions => _hasMasks ? _regions.Area() : null;

    /// <summary>Scores a clip. Several threads may do so at once.</summary>
    public ClipResult Score(Clip clip, Action<string> warn, Action frameDone, CancellationToken cancel)
    {
        var scorer = new ClipScorer(model, clip.Source);
        var finder = new EventFinder(model, scorer, leastEventFrames, pictures: true);
        var (frames, events) = (new List<FrameScore>(), new List<ClipEvent>());
        var pixels = clip.Masks.Count > 0 ? new PixelEvaluator() : null;
        foreach (var frame in scorer.Score(FrameRange.All, cancel))
        {
            frames.Add(frame);
            if (finder.Next(frame) is { } ended)
            {
                events.Add(ended);
            }

            if (pixels is not null)
            {
                Compare(scorer.Map(), clip, frame.Frame, pixels);
            }

            frameDone();
        }

        if (finder.Finish() is { } last)
        {
            events.Add(last);
        }

        Merge(pixels);
        foreach (var remark in scorer.Remarks.Append(clip.Source.Damage).OfType<string>())
        {
            warn($"clip '{clip.Name}': {remark}");
        }

        return new ClipResult(clip, frames, events);
    }

    private void Merge(PixelEvaluator? pixels)
    {
        if (pixels is not null)
        {
            lock (_pixels)
            {
                _pixels.Merge(pixels);
                _hasMasks = true;
            }
        }
    }

    private void Compare(float[] map, Clip clip, int frame, PixelEvaluator pixels)
    {
        var (width, height, columns, rows) = (model.Camera.Width, model.Camera.Height, model.Camera.Columns, model.Camera.Rows);
        var mask = clip.Masks.TryGetValue(frame, out var path) ? Masks.Load(path, width, height) : new bool[width * height];
        var large = new float[mask.Length];
        for (var i = 0; i < large.Length; i++)
        {
            large[i] = map[(i / width / MotionOptions.Cell * columns) + (i % width / MotionOptions.Cell)];
        }

        pixels.Add(large, mask, width, height, $"{clip.Name}/{frame}");

        // A cell belongs to the truth if more than half of it does.
        var cells = new int[columns * rows];
        for (var i = 0; i < mask.Length; i++)
        {
            cells[(i / width / MotionOptions.Cell * columns) + (i % width / MotionOptions.Cell)] += mask[i] ? 1 : 0;
        }

        _regions.Add(map, Array.ConvertAll(cells, c => 2 * c > MotionOptions.Cell * MotionOptions.Cell), columns);
    }
}
