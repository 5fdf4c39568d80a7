using MLPipeline.Datasets;
using MLPipeline.Detectors;
using MLPipeline.Featurization;

namespace MLPipeline.Models;

/// <summary>A clip to learn from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">Its frames; they may be read several times.</param>
public sealed record TrainingClip(string Name, IFrameSource Source);

/// <summary>
/// Learns the model of a camera from normal clips. A clip is never split: the scores that tails and limits rest on come from
/// detectors that did not learn from the clip, which costs a subtraction.
/// </summary>
public sealed class ClipTrainer(ClipOptions options)
{
    private readonly IReadOnlyList<IClipDetector> _detectors = ClipDetectors.Named(options.Detectors);

    /// <summary>Learns a model.</summary>
    /// <param name="clips">Normal clips of one camera, at least one.</param>
    /// <param name="warn">Is told of what is odd.</param>
    /// <param name="measured">Is told of each measured clip.</param>
    /// <param name="cancel">Ends the training.</param>
    /// <exception cref="ClipException">A frame cannot be read, or clips have different sizes.</exception>
    public ClipModel Train(IReadOnlyList<TrainingClip> clips, Action<string>? warn = null, Action? measured = null, CancellationToken cancel = default)
    {
        if (clips.Count == 1)
        {
            warn?.Invoke($"There is one training clip only, so it is divided into {Parts} parts that are judged by each other. Parts of a clip are alike, and the limit will be kept worse than it says: film {FewClips} clips or more, at several times.");
        }
        else if (clips.Count < FewClips)
        {
            warn?.Invoke($"{clips.Count} training clips are few: with fewer than {FewClips}, more false alarms than the target of {100 * options.TargetRate:0.#} % must be expected, about twice as many. Film further clips, at several times.");
        }

        var camera = new CameraSampling(options.Motion, clips).Learn(warn ?? (_ => { }), cancel);
        var spools = Measure(camera, clips, measured, cancel);
        try
        {
            var typical = TypicalSpeed(spools);
            var memory = Math.Clamp((int)Math.Floor((Travel * MotionOptions.Person / typical) + 0.5), Camera.ShortestMemory, Camera.LongestMemory);
            if (memory != camera.Memory)
            {
                camera = camera with { Memory = memory };
                Dispose(spools);
                spools = Measure(camera, clips, null, cancel);
                typical = TypicalSpeed(spools);
            }

            var scale = new MotionScale(camera.Columns, camera.Rows, typical);
            var statistics = Learn(scale, NamesOf(clips, spools), spools, null, cancel);
            return new ClipModel(camera, scale, _detectors, statistics, options.WeightsOf([.. _detectors.Select(d => d.Name)]), options.TargetRate);
        }
        finally
        {
            Dispose(spools);
        }
    }

    /// <summary>Learns from further clips of the same camera: its sums are then those of all clips together.</summary>
    /// <param name="model">The model so far; it is left as it is.</param>
    /// <param name="clips">Further normal clips.</param>
    /// <param name="measured">Is told of each measured clip.</param>
    /// <param name="cancel">Ends the training.</param>
    /// <remarks>
    /// Scale, background and typical speed stay what they are, and so do the held-out scores of the clips of before, and
    /// what they gave to sums of detectors that look at others.
    /// </remarks>
    public static ClipModel Update(ClipModel model, IReadOnlyList<TrainingClip> clips, Action? measured = null, CancellationToken cancel = default)
    {
        var trainer = new ClipTrainer(new ClipOptions { Detectors = [.. model.Detectors.Select(d => d.Name)], TargetRate = model.TargetRate });
        var spools = Measure(model.Camera, clips, measured, cancel);
        try
        {
            var statistics = trainer.Learn(model.Scale, NamesOf(clips, spools), spools, model.Statistics, cancel);
            return new ClipModel(model.Camera, model.Scale, model.Detectors, statistics, [.. model.Weights], model.TargetRate);
        }
        finally
        {
            Dispose(spools);
        }
    }

    /// <summary>Below this number of training clips the limit cannot be trusted.</summary>
    public const int FewClips = 10;

    private const int Parts = 8;

    /// <summary>The memory of the flow equations is what a typical walker needs for this share of its height.</summary>
    private const double Travel = 0.2;

    // A clip is one spool; the only clip of a training is several.
    private static MotionSpool[] Measure(Camera camera, IReadOnlyList<TrainingClip> clips, Action? measured, CancellationToken cancel)
    {
        var spools = new List<MotionSpool>[clips.Count];
        try
        {
            InParallel(clips.Count, cancel, i =>
            {
                var length = clips.Count > 1 ? int.MaxValue : Math.Max(1, (clips[i].Source.Count ?? int.MaxValue) / Parts);
                spools[i] = [];
                foreach (var frame in new ClipReader(camera, clips[i].Source).Read(FrameRange.All, cancel))
                {
                    if (spools[i].Count == 0 || (spools[i][^1].Count >= length && spools[i].Count < Parts))
                    {
                        spools[i].Add(new MotionSpool(camera.Columns, camera.Rows));
                    }

                    spools[i][^1].Add(frame.Motion);
                }

                if (spools[i].Count == 0)
                {
                    throw new ClipException($"{clips[i].Source.Name}: the clip has no frames that can be read. Take it out, or make it again.");
                }

                measured?.Invoke();
            });
        }
        catch
        {
            Dispose(spools.Where(s => s is not null).SelectMany(s => s));
            throw;
        }

        return [.. spools.SelectMany(s => s)];
    }

    private static IReadOnlyList<string> NamesOf(IReadOnlyList<TrainingClip> clips, MotionSpool[] spools) => clips.Count == spools.Length
        ? [.. clips.Select(c => c.Name)]
        : [.. spools.Select((_, i) => $"{clips[0].Name}, part {i + 1}")];

    private ClipStatistics Learn(MotionScale scale, IReadOnlyList<string> names, MotionSpool[] spools, ClipStatistics? before, CancellationToken cancel)
    {
        var own = spools.Select(_ => _detectors.Select(d => new double[d.SumsOf(scale)]).ToArray()).ToArray();
        var total = before is null ? [.. _detectors.Select(d => new double[d.SumsOf(scale)])] : before.Sums.Select(s => (double[])s.Clone()).ToArray();
        foreach (var level in Levels())
        {
            // A detector that looks at others sees them as they are without the clip.
            InParallel(spools.Length, cancel, i =>
            {
                var context = new ClipContext(scale, Needed(level, total, own[i], scale));
                foreach (var frame in spools[i].Read())
                {
                    foreach (var d in level)
                    {
                        _detectors[d].Add(own[i][d], frame, context);
                    }
                }
            });
            foreach (var sums in own)
            {
                foreach (var d in level)
                {
                    Add(total[d], sums[d], 1);
                }
            }
        }

        var held = new HeldOutClip[spools.Length];
        InParallel(spools.Length, cancel, i =>
        {
            var scorers = ClipModel.Fit(_detectors, [.. _detectors.Select((_, d) => Without(total[d], own[i][d]))], scale);
            var scores = _detectors.Select(_ => new float[spools[i].Count]).ToArray();
            var (map, at) = (new float[scale.Cells], 0);
            foreach (var frame in spools[i].Read())
            {
                for (var d = 0; d < scorers.Length; d++)
                {
                    scores[d][at] = scorers[d].Score(frame, map);
                }

                at++;
            }

            held[i] = new HeldOutClip(names[i], scores);
        });
        return new ClipStatistics(total, [.. before?.HeldOut ?? [], .. held]);
    }

    /// <summary>The detectors by number, those that need no other first.</summary>
    private IEnumerable<int[]> Levels()
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        var left = Enumerable.Range(0, _detectors.Count).ToList();
        while (left.Count > 0)
        {
            var level = left.Where(d => _detectors[d].Needs.All(done.Contains)).ToArray();
            if (level.Length == 0)
            {
                var one = _detectors[left[0]];
                throw new ArgumentException($"The detector '{one.Name}' needs {string.Join(", ", one.Needs)}. Add it to the detectors.");
            }

            yield return level;
            left.RemoveAll(level.Contains);
            done.UnionWith(level.Select(d => _detectors[d].Name));
        }
    }

    private Dictionary<string, IClipScorer> Needed(int[] level, double[][] total, double[][] own, MotionScale scale)
    {
        var names = level.SelectMany(d => _detectors[d].Needs).ToHashSet(StringComparer.Ordinal);
        var scorers = new Dictionary<string, IClipScorer>(StringComparer.Ordinal);
        for (var d = 0; d < _detectors.Count; d++)
        {
            if (names.Contains(_detectors[d].Name))
            {
                scorers[_detectors[d].Name] = _detectors[d].Fit(Without(total[d], own[d]), new ClipContext(scale, scorers));
            }
        }

        return scorers;
    }

    private static double TypicalSpeed(MotionSpool[] spools)
    {
        var (sum, count) = (0.0, 0L);
        foreach (var frame in spools.SelectMany(s => s.Read()))
        {
            foreach (var cell in frame.Valid)
            {
                sum += frame.Speed(cell);
            }

            count += frame.Valid.Count;
        }

        const double Least = 0.05;
        return Math.Max(sum / Math.Max(1, count), Least);
    }

    private static double[] Without(double[] total, double[] own)
    {
        var rest = (double[])total.Clone();
        Add(rest, own, -1);
        return rest;
    }

    private static void Add(double[] sums, double[] more, double sign)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += sign * more[i];
        }
    }

    private static void InParallel(int count, CancellationToken cancel, Action<int> work)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, work);
        }
        catch (AggregateException errors)
        {
            throw errors.InnerExceptions[0];
        }
    }

    private static void Dispose(IEnumerable<MotionSpool?> spools)
    {
        foreach (var spool in spools)
        {
            spool?.Dispose();
        }
    }
}
