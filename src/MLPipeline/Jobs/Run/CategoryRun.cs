using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Featurization;
using MLPipeline.Models;
using MLPipeline.Reports;
using MLPipeline.Scores;

namespace MLPipeline.Jobs;

/// <summary>The main job for one category: featurize, cross-fit, fit, score, evaluate, export.</summary>
internal sealed class CategoryRun(MLContext context, RunOptions options, Category category, IRunProgress progress)
{
    private readonly PhaseClock _clock = new();

    /// <summary>Does the work and writes <c>model.zip</c> into the category's folder.</summary>
    /// <exception cref="DatasetException">Too few photos can be read; or, with <see cref="RunOptions.Strict"/>, any cannot.</exception>
    public CategoryResult Execute(CancellationToken cancel)
    {
        var pipeline = options.Pipeline;
        var facts = Read(cancel);
        var photos = Check(cancel).Photos;
        var members = Prepare(facts, cancel);
        try
        {
            var unreadable = Unreadable(photos, members);
            var train = Indices(photos, p => p.Split == Split.Train && !p.IsAnomalous, unreadable);
            var test = Indices(photos, p => p.Split == Split.Test, unreadable);
            int[] distinct = [.. Enumerable.Range(0, train.Length).DistinctBy(i => facts[train[i]].Sha256)];
            if (distinct.Length < 2)
            {
                throw new DatasetException(
                    $"{category.Name}: {distinct.Length} different good training photos can be read (of {category.Train.Count()} files), at least 2 are needed and 10 or more advisable.");
            }

            var outOfFold = _clock.Measure(
                "cross-fit",
                () =>
                {
                    using var stage = progress.Stage(category.Name, "cross-fit", members.Count * pipeline.Threshold.Folds, "folds");
                    return members.Select(m => CrossFitting.Score(
                        context, m.Options.Detector.SeededBy(pipeline.Seed), m.Embeddings, train, pipeline.Threshold.Folds, pipeline.Seed, () => stage.Advance(), cancel)).ToArray();
                },
                _ => train.Length);
            using var ensemble = _clock.Measure(
                "fit",
                () =>
                {
                    using var stage = progress.Stage(category.Name, "fit", members.Count, "detectors");
                    var models = members.Select(m =>
                    {
                        cancel.ThrowIfCancellationRequested();
                        var model = MemberModel.Fit(context, m.Options.Detector.SeededBy(pipeline.Seed), m.Embeddings, train, m.Options.Gives);
                        stage.Advance();
                        return model;
                    }).ToArray();
                    return Ensemble.Of(context, models, outOfFold);
                },
                _ => train.Length);
            var goodScores = ensemble.Combine(outOfFold);
            var thresholds = ThresholdComparison.Of(
                pipeline.Threshold, [.. distinct.Select(i => goodScores[i].Score)], Labelled(photos, unreadable, members, ensemble, cancel), pipeline.Seed);
            var threshold = thresholds.Chosen.Limit;
            WarnOfSmallTarget(distinct.Length, thresholds.Chosen.Rule);
            WarnOfNoSpread(goodScores, threshold);

            var scores = _clock.Measure(
                "score",
                () =>
                {
                    using var stage = progress.Stage(category.Name, "score", test.Length * members.Count);
                    return ensemble.Combine([.. members.Select((m, i) =>
                        ensemble.Members[i].Score(m.Embeddings, test, () => stage.Advance(), cancel))]);
                },
                s => s.Length);
            var testPhotos = test.Select(i => photos[i]).ToArray();
            var input = members[ensemble.MapMember].Featurizer.Size;
            float[]?[] maps = [.. scores.Select(s => s.Map)];
            var pixels = _clock.Measure(
                "pixels",
                () => PixelEvaluation.Evaluate(testPhotos, category.Ledger, maps, ensemble.MapRows, ensemble.MapColumns, input),
                p => p is null ? 0 : testPhotos.Length);
            var mapScale = ensemble.HasMap ? LearnScale(ensemble, input, goodScores) : null;
            var bytes = _clock.Measure("export", () => Export(members, ensemble, input, threshold, mapScale, train.Length), _ => 1);

            ScoredPhoto[] scored = [.. testPhotos.Zip(scores, (p, s) => new ScoredPhoto(p, s.Score, s.Score > threshold))];
            return new CategoryResult
            {
                Category = category.Name,
                TrainGood = train.Length,
                Test = scored,
                Unreadable = unreadable,
                OutOfFold = [.. train.Select((p, i) => new ScoredPhoto(photos[p], goodScores[i].Score, goodScores[i].Score > threshold))],
                Threshold = threshold,
                Thresholds = thresholds,
                Figures = CategoryFigures.Of(scored, threshold),
                Pixels = pixels,
                Maps = WorstPhotos.Maps(scored, maps, ensemble.MapRows, ensemble.MapColumns, input, mapScale),
                Phases = _clock.Phases,
                ModelBytes = bytes,
            };
        }
        finally
        {
            members.ForEach(m => m.Dispose());
        }
    }

    private PhotoFacts[] Read(CancellationToken cancel)
    {
        using var stage = progress.Stage(category.Name, "read", category.Photos.Count);
        return category.Ledger.Read([.. category.Photos.Select(p => p.Path)], () => stage.Advance(), cancel);
    }

    /// <summary>Says what an inspection says, and leaves out masks that cannot be used.</summary>
    private Category Check(CancellationToken cancel)
    {
        var checks = CategoryChecks.Of(category, targetFpr: null, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel });
        checks.Tell(progress);
        return checks.Category;
    }

    private List<MemberData> Prepare(PhotoFacts[] photos, CancellationToken cancel)
    {
        var store = new FeatureStore(options.StoreFolder);
        var aspectRatio = PhotoFacts.MedianAspectRatio(category.Train.Select(p => category.Ledger[p.Path]));
        return _clock.Measure(
            "featurize",
            () =>
            {
                using var stage = progress.Stage(category.Name, "featurize", photos.Length * options.Pipeline.Members.Count);
                return options.Pipeline.Members.Select(m => MemberData.Make(context, m, aspectRatio, store, photos, stage, cancel)).ToList();
            },
            members => members.Sum(m => m.Features.Made));
    }

    private List<(Photo Photo, string Error)> Unreadable(IReadOnlyList<Photo> photos, List<MemberData> members)
    {
        if (members.Sum(m => m.Features.Damaged) is var damaged and > 0)
        {
            progress.Warning($"{category.Name}: {damaged} records of the feature store were damaged and have been made anew. Look after the disk that it lies on.");
        }

        var unreadable = photos
            .Select((photo, i) => (photo, Error: members.Select(m => m.Features.Errors[i]).FirstOrDefault(e => e is not null)))
            .Where(p => p.Error is not null)
            .Select(p => (p.photo, p.Error!))
            .ToList();
        if (unreadable.Count > 0 && options.Strict)
        {
            throw new DatasetException(
                $"{category.Name}: {unreadable.Count} photos cannot be read, and --strict stops at that: " +
                string.Join("; ", unreadable.Take(10).Select(u => $"{u.photo.Path}: {u.Item2}")));
        }

        foreach (var finding in ImageChecks.Unreadable(category.Name, unreadable))
        {
            progress.Warning(finding.ToString());
        }

        return unreadable;
    }

    private long Export(List<MemberData> members, Ensemble ensemble, InputSize size, float threshold, MapScale? mapScale, int trainedOn)
    {
        var path = Path.Combine(options.OutFolder, category.Name, RunFiles.Model);
        ModelZip.Save(context, path, ModelChain.Build(context, members, ensemble, threshold), new ModelMetadata
        {
            Category = category.Name,
            Threshold = threshold,
            TargetFpr = options.Pipeline.Threshold.TargetFpr,
            InputWidth = size.Width,
            InputHeight = size.Height,
            MapRows = ensemble.MapRows,
            MapColumns = ensemble.MapColumns,
            MapScale = mapScale,
            TrainedOn = trainedOn,
            Version = BuildVersion.Own,
            Pipeline = options.Pipeline,
        });
        return new FileInfo(path).Length;
    }

    /// <summary>Scores of the validation split, where it has anomalies that a rule could use.</summary>
    private static LabelledScores? Labelled(
        IReadOnlyList<Photo> photos, List<(Photo Photo, string Error)> unreadable, List<MemberData> members, Ensemble ensemble, CancellationToken cancel)
    {
        var validation = Indices(photos, p => p.Split == Split.Validation, unreadable);
        if (!validation.Any(i => photos[i].IsAnomalous))
        {
            return null;
        }

        var scores = ensemble.Combine([.. members.Select((m, i) => ensemble.Members[i].Score(m.Embeddings, validation, cancel: cancel))]);
        float[] Of(bool anomalous) => [.. validation.Select((p, i) => (p, scores[i].Score)).Where(s => photos[s.p].IsAnomalous == anomalous).Select(s => s.Score)];
        return new(Of(false), Of(true));
    }

    /// <summary>At most the target share of good photos has a pixel above the limit.</summary>
    private MapScale LearnScale(Ensemble ensemble, InputSize size, PhotoScore[] goodScores)
    {
        var scaler = new MapScaler(ensemble.MapRows, ensemble.MapColumns, size, size.Width, size.Height);
        var largest = goodScores.AsParallel().AsOrdered().Select(s => scaler.Scale(s.Map!).Max()).ToArray();
        var positions = goodScores.SelectMany(s => s.Map!).Order().ToArray();
        return new(positions[positions.Length / 2], ConformalQuantile.Limit(largest, options.Pipeline.Threshold.TargetFpr));
    }

    private void WarnOfSmallTarget(int goodPhotos, ThresholdRule rule)
    {
        var smallest = ConformalQuantile.SmallestShare(goodPhotos);
        if (options.Pipeline.Threshold.TargetFpr < smallest)
        {
            progress.Warning(
                $"{category.Name}: {goodPhotos} good photos cannot support a target false-positive rate of " +
                $"{options.Pipeline.Threshold.TargetFpr:P1}; the smallest is {smallest:P1}. " +
                (rule == ThresholdRule.Conformal ? "The threshold is the largest good score." : $"The threshold follows the rule {OptionNames.Spell(rule)}, which extrapolates."));
        }
    }

    private void WarnOfNoSpread(PhotoScore[] goodScores, float threshold)
    {
        if (goodScores.All(s => s.Score == goodScores[0].Score))
        {
            progress.Warning($"{category.Name}: all {goodScores.Length} good photos have the same score, so the limit says nothing. Do they all show one picture?");
        }
        else if (threshold == 0)
        {
            progress.Warning($"{category.Name}: the limit is 0, so any difference counts as a defect. Do many of the good photos show one picture?");
        }
    }

    private static int[] Indices(IReadOnlyList<Photo> photos, Func<Photo, bool> wanted, List<(Photo Photo, string Error)> unreadable)
    {
        var left = unreadable.Select(u => u.Photo).ToHashSet();
        return [.. Enumerable.Range(0, photos.Count).Where(i => wanted(photos[i]) && !left.Contains(photos[i]))];
    }
}
