using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Featurization;
using MLPipeline.Models;
using MLPipeline.Pipelines;
using MLPipeline.Reports;
using MLPipeline.Scores;
using MLPipeline.Search;

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
        Require(pipeline);
        var facts = Read(cancel);
        var photos = Checked(cancel).Photos;
        var featurized = Prepare(facts, cancel);
        var members = featurized.Members;
        try
        {
            var unreadable = Unreadable(photos, featurized);
            var train = Indices(photos, p => p.Split == Split.Train && !p.IsAnomalous, unreadable);
            var test = Indices(photos, p => p.Split == Split.Test, unreadable);
            int[] distinct = [.. Enumerable.Range(0, train.Length).DistinctBy(i => facts[train[i]].Sha256)];
            if (distinct.Length < 2)
            {
                throw new DatasetException(
                    $"{category.Name}: {distinct.Length} different good training photo(s) can be read (of {category.Train.Count()} files), at least 2 are needed and 10 or more advisable.");
            }

            var groups = Groups([.. train.Select(i => photos[i])], cancel);
            var folds = Folds.Assign(groups, pipeline.Threshold.Folds, pipeline.Seed);
            var outOfFold = _clock.Measure(
                "cross-fit",
                () =>
                {
                    using var stage = progress.Stage(category.Name, "cross-fit", members.Count * (folds.Max() + 1), "folds");
                    return members.Select(m => m.CrossFit(train, folds, () => stage.Advance(), cancel)).ToArray();
                },
                _ => train.Length);
            var verdicts = Judge(members, outOfFold);
            (members, outOfFold) = ([.. members.Where((_, i) => verdicts[i].Joins)], [.. outOfFold.Where((_, i) => verdicts[i].Joins)]);
            using var ensemble = _clock.Measure(
                "fit",
                () =>
                {
                    using var stage = progress.Stage(category.Name, "fit", members.Count, "detectors");
                    var models = members.Zip(outOfFold, (member, own) =>
                    {
                        cancel.ThrowIfCancellationRequested();
                        var model = member.Fit(train, own.Calibration);
                        stage.Advance();
                        return model;
                    }).ToArray();
                    return Ensemble.Of(context, models, [.. outOfFold.Select(o => o.Scores)]);
                },
                _ => train.Length);
            var known = new KnownPhotos(category.Name, options.Pipeline, progress).Among(photos, facts, unreadable, category.Ledger, cancel);
            var taught = known.Count == 0 || KnownDefects.Pupil(ensemble) < 0 ? null
                : KnownDefects.Teach(context, ensemble, members, outOfFold, train, folds, known, cancel);
            KnownPhotos.Tell(category.Name, taught?.Lesson, known.Count, progress);
            var goodScores = ensemble.Combine(taught?.OutOfFold ?? [.. outOfFold.Select(o => o.Held)]);
            var thresholds = ThresholdComparison.Of(
                pipeline.Threshold, [.. distinct.Select(i => goodScores[i].Score)], Labelled(photos, unreadable, members, ensemble, known, taught, cancel), pipeline.Seed,
                [.. distinct.Select(i => groups[i])]);
            var threshold = thresholds.Chosen.Limit;
            WarnOfSmallTarget(distinct.Length, thresholds.Chosen.Rule);
            WarnOfNoSpread(goodScores, threshold);
            if (LoneScore.Of([.. goodScores.Select(s => s.Score)], threshold) is { } lone)
            {
                progress.Warning(
                    $"{category.Name}: the limit is the score of one good photo that stands alone, {photos[train[lone]].Id}. If it is not good, take it out; " +
                    "else more good photos or a higher target_fpr find more defects.");
            }

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
                () => PixelEvaluation.Evaluate(
                    testPhotos, category.Ledger, maps, ensemble.MapRows, ensemble.MapColumns, input, text => progress.Warning($"{category.Name}: {text}"), cancel),
                p => p is null ? 0 : testPhotos.Length);
            var mapScale = ensemble.HasMap ? LearnScale(ensemble, input, goodScores) : null;
            var bytes = _clock.Measure(
                "export",
                () => Export(members, ensemble, input, threshold, mapScale, [.. train.Select(i => facts[i])], taught?.Lesson, [.. known.Select(k => facts[k.Photo])]),
                _ => 1);

            var form = PhotoForm.Of(train.Select(i => facts[i]));
            ScoredPhoto[] scored = [.. testPhotos.Zip(scores, (p, s) => new ScoredPhoto(p, s.Score, s.Score > threshold)).Zip(test, (s, i) => s with { Sha256 = facts[i].Sha256, Unlike = form?.Unlike(facts[i]) })];
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
                Members = verdicts,
                KnownDefects = taught?.Lesson,
                Phases = _clock.Phases,
                PhotosSha256 = category.Ledger.HashOf(photos),
                ModelBytes = bytes,
            };
        }
        finally
        {
            featurized.Dispose();
        }
    }

    /// <summary>What would fail after the fit is said before the first photo is read.</summary>
    private void Require(PipelineOptions pipeline)
    {
        if (pipeline.Threshold.Rule is ThresholdRule.BestF1 or ThresholdRule.Cost && !category.Validation.Any(p => p.IsAnomalous))
        {
            throw new DatasetException($"{category.Name}: {ThresholdRules.NeedsLabelled(pipeline.Threshold)}");
        }

        if (pipeline.Members.Count > 1 && !pipeline.Members.Any(m => m.GivesScore))
        {
            throw new DatasetException($"{category.Name}: no member of the pipeline gives a score: write 'gives: both' or 'gives: score' for at least one of them.");
        }
    }

    /// <summary>The group of each training photo; no group is divided between what is fitted and what is held out.</summary>
    private IReadOnlyList<int> Groups(IReadOnlyList<Photo> train, CancellationToken cancel)
    {
        var groups = PhotoGroups.Of(GroupRule.Parse(options.Pipeline.Groups), train, category.Ledger, cancel);
        if (groups.Count < 2)
        {
            progress.Warning($"{category.Name}: all {train.Count} training photos are one group, so nothing could be held out; each is taken on its own instead. The threshold will be too low.");
            return PhotoGroups.Apart(train.Count).Numbers;
        }

        if (groups.AnyShared)
        {
            progress.Message($"{category.Name}: {groups.Summary}; no group is divided where photos are held out.");
        }

        return groups.Numbers;
    }

    /// <summary>Asks the gate, which judges by the members' good scores alone; members that only draw the map always join.</summary>
    private MemberVerdict[] Judge(IReadOnlyList<Member> members, IReadOnlyList<CrossFit> outOfFold)
    {
        int[] scoring = [.. Enumerable.Range(0, members.Count).Where(i => members.Count == 1 || members[i].Options.GivesScore)];
        var gate = TailGate.Judge([.. scoring.Select(i => (float[])[.. outOfFold[i].Scores.Select(s => s.Score)])], options.Pipeline.Gate);
        MemberVerdict[] verdicts = [.. members.Select((m, i) =>
        {
            var verdict = Array.IndexOf(scoring, i) is var k and >= 0 ? gate[k] : new(null, null, true);
            return new MemberVerdict(MemberText.Of(m.Options), m.Options.Weight, verdict.Tails, verdict.Limit, verdict.Joins);
        })];
        foreach (var refused in verdicts.Where(v => !v.Joins))
        {
            progress.Message(FormattableString.Invariant(
                $"{category.Name}: {refused.Member} does not join: its good scores have tails of {refused.Tails:0.000}, more than the {refused.Limit:0.000} that the first member allows."));
        }

        return verdicts;
    }

    private PhotoFacts[] Read(CancellationToken cancel)
    {
        using var stage = progress.Stage(category.Name, "read", category.Photos.Count);
        var facts = category.Ledger.Read([.. category.Photos.Select(p => p.Path)], () => stage.Advance(), cancel);
        return options.Strict && facts.FirstOrDefault(f => f.Problem is not null) is { } first ? throw Strict(first.Path, first.Problem!) : facts;
    }

    private DatasetException Strict(string path, string error) =>
        new($"{category.Name}: {path}: {error}. The run is strict, so it stops at the first photo that cannot be read.");

    /// <summary>Says what an inspection says, and leaves out masks that cannot be used.</summary>
    private Category Checked(CancellationToken cancel)
    {
        var checks = CategoryChecks.Of(category, targetFpr: null, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel });
        checks.Tell(progress);
        return checks.Category;
    }

    private CategoryMembers Prepare(PhotoFacts[] photos, CancellationToken cancel)
    {
        var store = new FeatureStore(options.StoreFolder);
        var aspectRatio = PhotoFacts.MedianAspectRatio(category.Train.Select(p => category.Ledger[p.Path]));
        return _clock.Measure(
            "featurize",
            () =>
            {
                using var stage = progress.Stage(category.Name, "featurize", photos.Length * CategoryMembers.Networks(options.Pipeline.Members));
                return CategoryMembers.Make(context, options.Pipeline.Members, options.Pipeline.Seed, aspectRatio, store, photos, stage, cancel);
            },
            members => members.Made);
    }

    private List<(Photo Photo, string Error)> Unreadable(IReadOnlyList<Photo> photos, CategoryMembers featurized)
    {
        if (featurized.Damaged is var damaged and > 0)
        {
            progress.Warning($"{category.Name}: {damaged} records of the feature store were damaged and have been made anew. Look after the disk that it lies on.");
        }

        var unreadable = photos
            .Select((photo, i) => (photo, Error: featurized.Errors[i]))
            .Where(p => p.Error is not null)
            .Select(p => (p.photo, p.Error!))
            .ToList();
        if (options.Strict && unreadable is [var first, ..])
        {
            throw Strict(first.photo.Path, first.Item2);
        }

        foreach (var finding in ImageChecks.Unreadable(category.Name, unreadable))
        {
            progress.Warning(finding.ToString());
        }

        return unreadable;
    }

    private long Export(
        IReadOnlyList<Member> members, Ensemble ensemble, InputSize size, float threshold, MapScale? mapScale, IReadOnlyList<PhotoFacts> trainedOn,
        KnownLesson? lesson, IReadOnlyList<PhotoFacts> taughtBy)
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
            TrainedOn = trainedOn.Count,
            TrainingPhotos = PhotoForm.Of(trainedOn),
            TrainingHashes = [.. trainedOn.Concat(taughtBy).Select(p => ModelMetadata.ShortHash(p.Sha256!)).Distinct().Order(StringComparer.Ordinal)],
            KnownDefects = lesson,
            Version = BuildVersion.Own,
            Pipeline = options.Pipeline with { Members = [.. members.Select(m => m.Options)], Gate = null },
        });
        return new FileInfo(path).Length;
    }

    /// <summary>
    /// Scores of the validation split, where it has anomalies that a rule could use. Those that taught have the score that the others taught.
    /// </summary>
    private static LabelledScores? Labelled(
        IReadOnlyList<Photo> photos, List<(Photo Photo, string Error)> unreadable, IReadOnlyList<Member> members, Ensemble ensemble,
        IReadOnlyList<KnownPhoto> known, KnownDefects? taught, CancellationToken cancel)
    {
        var validation = Indices(photos, p => p.Split == Split.Validation, unreadable);
        if (!validation.Any(i => photos[i].IsAnomalous))
        {
            return null;
        }

        var scores = ensemble.Combine([.. members.Select((m, i) => ensemble.Members[i].Score(m.Embeddings, validation, cancel: cancel))]);
        var heldOut = taught is null ? [] : known.Zip(taught.Scores).ToDictionary(k => k.First.Photo, k => k.Second);
        float[] Of(bool anomalous) =>
            [.. validation.Select((p, i) => (p, Score: heldOut.GetValueOrDefault(p, scores[i].Score))).Where(s => photos[s.p].IsAnomalous == anomalous).Select(s => s.Score)];
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
