using System.Collections.Concurrent;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Models;
using MLPipeline.Pipelines;
using MLPipeline.Reports;
using MLPipeline.Scores;

namespace MLPipeline.Jobs;

/// <summary>The main job on clips: every camera of a dataset, with results and models on disk.</summary>
public static class VideoRun
{
    /// <summary>Trains, tests and exports a detector for each camera. Each camera's files are written as soon as it is done.</summary>
    /// <param name="options">Pipeline, clips, folders.</param>
    /// <param name="progress">Is told of what happens.</param>
    /// <param name="cancel">Ends the run; finished cameras are kept.</param>
    /// <exception cref="ClipException">A clip cannot be read.</exception>
    public static IReadOnlyList<CameraResult> Execute(VideoRunOptions options, IRunProgress progress, CancellationToken cancel = default)
    {
        var video = options.Pipeline.Video ?? new VideoOptions();
        var warnings = new ConcurrentQueue<string>();
        void Warn(string text)
        {
            warnings.Enqueue(text);
            progress.Warning(text);
        }

        foreach (var warning in options.Dataset.Warnings)
        {
            Warn(warning);
        }

        Directory.CreateDirectory(options.OutFolder);
        var results = new List<CameraResult>();
        try
        {
            foreach (var category in options.Dataset.Categories)
            {
                var result = RunCamera(category, video, options.OutFolder, progress, Warn, cancel);
                VideoTables.Write(Path.Combine(options.OutFolder, category.Name), result);
                results.Add(result);
            }
        }
        finally
        {
            VideoTables.WriteCategories(options.OutFolder, results);
            VideoReport.Write(
                Path.Combine(options.OutFolder, RunFiles.Report),
                $"{options.Pipeline.Name} on {Path.GetFileName(options.Dataset.Root)}",
                $"Trained and tested by MLPipeline {BuildVersion.Own}; neither a limit nor any choice looked at the test clips.",
                results,
                [.. warnings, .. results.Count < options.Dataset.Categories.Count ? ["The run ended early."] : Array.Empty<string>()]);
        }

        return results;
    }

    /// <summary>The options of a trainer that a section <c>video</c> gives.</summary>
    public static ClipOptions TrainingOf(VideoOptions video) => new()
    {
        Detectors = video.Detectors,
        TargetRate = video.TargetFpr,
        Motion = new() { PersonHeight = (float?)video.PersonHeight },
    };

    private static CameraResult RunCamera(ClipCategory category, VideoOptions video, string outFolder, IRunProgress progress, Action<string> warn, CancellationToken cancel)
    {
        void WarnOf(string text) => warn($"{category.Name}: {text}");
        var (clock, train) = (new PhaseClock(), category.Train.Select(c => new TrainingClip(c.Name, c.Source)).ToList());
        var model = clock.Measure(
            "train",
            () =>
            {
                using var stage = progress.Stage(category.Name, "train", train.Count, "clips");
                return new ClipTrainer(TrainingOf(video)).Train(train, WarnOf, () => stage.Advance(), cancel);
            },
            m => m.Statistics.HeldOut.Sum(h => h.Frames));
        Tell(category.Name, model, progress);
        model = Weighted(category, model, progress, cancel);
        var (test, tests) = (category.Test.ToList(), new ClipTest(model, video.LeastEventFrames));
        var clips = clock.Measure(
            "score",
            () =>
            {
                using var stage = progress.Stage(category.Name, "score", test.Sum(c => c.Source.Count ?? 0), "frames");
                var scored = new ClipResult[test.Count];
                Parallel.For(
                    0, test.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel },
                    i => scored[i] = tests.Score(test[i], WarnOf, () => stage.Advance(), cancel));
                return scored;
            },
            c => c.Sum(r => r.Frames.Count));
        var path = Path.Combine(outFolder, category.Name, RunFiles.Model);
        var bytes = clock.Measure(
            "export",
            () =>
            {
                ClipModelZip.Save(path, model);
                return new FileInfo(path).Length;
            },
            _ => 0);
        var labelled = clips.Where(c => c.IsLabelled).Select(c => c.Labelled).ToList();
        var rates = test.Select(c => c.Source.FramesPerSecond).Distinct().ToArray();
        var rate = rates is [var one] ? one : null;
        return new CameraResult
        {
            Name = category.Name,
            Model = model,
            TrainClips = train.Count,
            TrainFrames = model.Statistics.HeldOut.Sum(h => h.Frames),
            Clips = clips,
            Metrics = labelled.Count == 0 ? null : ClipMetrics.Of(labelled, model.Limit, rate),
            Pixels = tests.Pixels,
            RegionDetection = tests.Regions,
            FramesPerSecond = rate,
            ModelBytes = bytes,
            Phases = clock.Phases,
        };
    }

    /// <summary>Learns the detectors' weights from clips with a label for the whole clip, where there are some.</summary>
    private static ClipModel Weighted(ClipCategory category, ClipModel model, IRunProgress progress, CancellationToken cancel)
    {
        var labelled = category.Validation.Where(c => c.WeakLabel is not null).ToList();
        if (labelled.Count == 0)
        {
            return model;
        }

        using var stage = progress.Stage(category.Name, "weigh", labelled.Count, "clips");
        var clips = labelled.Select(clip =>
        {
            var evidence = new ClipScorer(model, clip.Source).Score(FrameRange.All, cancel).Select(f => f.Evidence).ToList();
            stage.Advance();
            return new WeakClip(clip.WeakLabel!.Kind, evidence);
        }).ToList();
        clips.AddRange(model.HeldOutMembers().Select(evidence => new WeakClip(null, evidence)));
        var (weights, learnt) = WeakWeights.Learn(clips, [.. model.Weights]);
        progress.Message(learnt
            ? $"{category.Name}: weights learnt from {labelled.Count} labelled clips: {string.Join(", ", model.Detectors.Select((d, i) => FormattableString.Invariant($"{d.Name} {weights[i]:0.00}")))}."
            : $"{category.Name}: the {labelled.Count} labelled clips change no weights: on kinds that were held out, the default is as good (or there are fewer than two kinds).");
        return learnt ? model.WithWeights(weights) : model;
    }

    /// <summary>Says what was switched on, and why.</summary>
    private static void Tell(string name, ClipModel model, IRunProgress progress)
    {
        var camera = model.Camera;
        progress.Message(FormattableString.Invariant(
            $"{name}: a person is {camera.PersonHeight:0} pixels high, so the clips are worked on at {camera.Width} x {camera.Height}; memory {camera.Memory} frames."));
        if (camera.Light)
        {
            progress.Message(FormattableString.Invariant($"{name}: the light of the training clips varies by {100 * camera.LightSpread:0.0} %, so it is normalised."));
        }

        if (camera.Steady)
        {
            progress.Message(FormattableString.Invariant($"{name}: the camera shakes by {camera.ShakeSpread:0.00} pixels of the working scale, so shakes are taken out."));
        }
    }
}
