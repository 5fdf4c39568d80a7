using Microsoft.ML;
using MLPipeline.Detectors;
using MLPipeline.Featurization;
using MLPipeline.Scores;

namespace MLPipeline.Models;

/// <summary>
/// Out-of-fold scores: each good photo is scored by a detector that was fitted on the other folds. The scores of the photos
/// that a detector was fitted on are too low to set a threshold by.
/// </summary>
public static class CrossFitting
{
    /// <summary>Scores all of <paramref name="photos"/> out of fold.</summary>
    /// <param name="context">The context.</param>
    /// <param name="options">The detector.</param>
    /// <param name="embeddings">The embeddings.</param>
    /// <param name="photos">The good photos, at least two.</param>
    /// <param name="folds">Number of folds.</param>
    /// <param name="seed">Seed of the assignment; the same for all members of an ensemble, so that their scores belong together.</param>
    /// <param name="advance">Called after each fold.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <returns>One score per photo, in order.</returns>
    public static PhotoScore[] Score(
        MLContext context, DetectorOptions options, EmbeddingSet embeddings, IReadOnlyList<int> photos, int folds, int seed,
        Action? advance = null, CancellationToken cancel = default)
    {
        if (photos.Count < 2)
        {
            throw new InvalidOperationException(
                $"A threshold needs at least two good training photos that can be read, there are {photos.Count}. Ten or more are advisable.");
        }

        var assignment = Folds.Assign(photos.Count, folds, seed);
        var scores = new PhotoScore[photos.Count];
        for (var fold = 0; fold <= assignment.Max(); fold++)
        {
            cancel.ThrowIfCancellationRequested();
            var held = Enumerable.Range(0, photos.Count).Where(i => assignment[i] == fold).ToArray();
            var rest = Enumerable.Range(0, photos.Count).Where(i => assignment[i] != fold).Select(i => photos[i]).ToArray();
            using var model = MemberModel.Fit(context, options, embeddings, rest);
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
