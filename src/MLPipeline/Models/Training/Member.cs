using Microsoft.ML;
using MLPipeline.Detectors;
using MLPipeline.Featurization;
using MLPipeline.Pipelines;

namespace MLPipeline.Models;

/// <summary>
/// A member of a pipeline with the photos of one category: it fits and cross-fits itself with the pipeline's seed. A run, a
/// cross-fitting and a trial of a search all go through here, so that what a search chooses is what a run fits.
/// </summary>
/// <param name="context">The context.</param>
/// <param name="options">The member.</param>
/// <param name="seed">The pipeline's seed, for what the detector draws.</param>
/// <param name="featurizer">The chain from photo to layers, perhaps shared with other members.</param>
/// <param name="embeddings">The embeddings of the category's photos.</param>
internal sealed class Member(MLContext context, MemberOptions options, int seed, Featurizer featurizer, EmbeddingSet embeddings)
{
    private readonly DetectorOptions _detector = options.Detector.SeededBy(seed).KnowingLayers(embeddings.LayerChannels);

    /// <summary>The member.</summary>
    public MemberOptions Options => options;

    /// <summary>The chain from photo to layers.</summary>
    public Featurizer Featurizer => featurizer;

    /// <summary>The embeddings of the category's photos.</summary>
    public EmbeddingSet Embeddings => embeddings;

    /// <summary>What decides the layers of a photo.</summary>
    public ChainIdentity Chain => featurizer.Identity;

    /// <summary>Whether a fit wants the calibration that cross-fitting gives.</summary>
    public bool Calibrates => DetectorKinds.Create(context, _detector) is ICalibrated { Calibrates: true };

    /// <summary>Fits the detector.</summary>
    /// <param name="photos">The good photos to fit it on.</param>
    /// <param name="calibration">The scale of the cells, from cross-fitting the same photos; null for none.</param>
    public MemberModel Fit(IReadOnlyList<int> photos, CellCalibration? calibration = null)
    {
        var good = embeddings.View(photos);
        var trainer = DetectorKinds.Create(context, _detector);
        var detector = trainer is ICalibrated calibrated ? calibrated.Fit(good, calibration) : trainer.Fit(good);
        return new(detector, good.Schema, embeddings.Shape, options);
    }

    /// <summary>Scores good photos out of fold.</summary>
    /// <param name="photos">The photos, at least two.</param>
    /// <param name="folds">The fold of each; the same for all members of an ensemble, so that their scores belong together.</param>
    /// <param name="advance">Called after each fold.</param>
    /// <param name="cancel">Ends the work.</param>
    public CrossFit CrossFit(IReadOnlyList<int> photos, IReadOnlyList<int> folds, Action? advance = null, CancellationToken cancel = default)
    {
        var result = DetectorKinds.Create(context, _detector) is ICalibrated trainer
            ? Calibrated(trainer, photos, folds, advance, cancel)
            : Plain(FoldByFold(photos, folds, advance, cancel));
        return result.Scores.All(s => float.IsFinite(s.Score)) ? result : throw new InvalidOperationException(
            $"{_detector.Type} gives a good photo a score that is not a finite number: no limit can be set by it. Remove what is odd in the pipeline's detector, or take another one.");
    }

    private CrossFit Calibrated(ICalibrated trainer, IReadOnlyList<int> photos, IReadOnlyList<int> folds, Action? advance, CancellationToken cancel)
    {

        var maps = trainer.OutOfFoldMaps(embeddings.View(photos), folds, advance, cancel);
        if (!trainer.Calibrates)
        {
            return Plain([.. maps.Select(m => new PhotoScore(TopShare.Mean(m, trainer.TopShare), m))]);
        }

        var calibration = CellCalibration.Of(maps);
        PhotoScore[] scores = [.. maps.Select(m => new PhotoScore(TopShare.Mean(calibration.ForScore(m), trainer.TopShare), calibration.ForMap(m)))];
        return new(scores, calibration, [.. scores.Zip(CellCalibration.HeldScores(maps, folds, trainer.TopShare), (s, held) => s with { Score = held })]);
    }

    private static CrossFit Plain(PhotoScore[] scores) => new(scores, null, scores);

    private PhotoScore[] FoldByFold(IReadOnlyList<int> photos, IReadOnlyList<int> folds, Action? advance, CancellationToken cancel)
    {
        var scores = new PhotoScore[photos.Count];
        foreach (var fold in folds.Distinct().Order())
        {
            cancel.ThrowIfCancellationRequested();
            int[] held = [.. Enumerable.Range(0, photos.Count).Where(i => folds[i] == fold)];
            using var model = Fit([.. Enumerable.Range(0, photos.Count).Where(i => folds[i] != fold).Select(i => photos[i])]);
            var heldScores = model.Score(embeddings, [.. held.Select(i => photos[i])], cancel: cancel);
            for (var i = 0; i < held.Length; i++)
            {
                scores[held[i]] = heldScores[i];
            }

            advance?.Invoke();
        }

        return scores;
    }
}
