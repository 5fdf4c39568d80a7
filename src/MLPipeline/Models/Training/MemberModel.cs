using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Detectors;
using MLPipeline.Featurization;
using MLPipeline.Pipelines;

namespace MLPipeline.Models;

/// <summary>A detector fitted on embeddings of good photos.</summary>
public sealed class MemberModel : IDisposable
{
    private MemberModel(ITransformer detector, bool hasMap, FeatureShape shape, MemberRole role)
    {
        Role = role;
        Detector = detector;
        HasMap = hasMap;
        Shape = shape;
    }

    /// <summary>The fitted detector: <c>Features</c> to <c>Score</c> and perhaps <c>AnomalyMap</c>.</summary>
    public ITransformer Detector { get; }

    /// <summary>Whether it gives an anomaly map.</summary>
    public bool HasMap { get; }

    /// <summary>The shape of the embeddings; a map has its rows and columns.</summary>
    public FeatureShape Shape { get; }

    /// <summary>What an ensemble takes from it.</summary>
    public MemberRole Role { get; }

    /// <summary>Whether its score counts in an ensemble.</summary>
    public bool GivesScore => Role != MemberRole.Map;

    /// <summary>Whether its map counts in an ensemble.</summary>
    public bool GivesMap => HasMap && Role != MemberRole.Score;

    /// <summary>Fits a detector.</summary>
    /// <param name="context">The context.</param>
    /// <param name="options">The detector.</param>
    /// <param name="embeddings">The embeddings.</param>
    /// <param name="photos">The good photos to fit it on.</param>
    /// <param name="role">What an ensemble takes from it.</param>
    public static MemberModel Fit(
        MLContext context, DetectorOptions options, EmbeddingSet embeddings, IReadOnlyList<int> photos, MemberRole role = MemberRole.Both)
    {
        var good = embeddings.View(photos);
        var detector = DetectorKinds.Create(context, options.KnowingLayers(embeddings.LayerChannels)).Fit(good);
        var hasMap = detector.GetOutputSchema(good.Schema).GetColumnOrNull(ColumnNames.AnomalyMap) is not null;
        return new(detector, hasMap, embeddings.Shape, role);
    }

    /// <summary>Scores photos, in the order given.</summary>
    public PhotoScore[] Score(EmbeddingSet embeddings, IReadOnlyList<int> photos, Action? advance = null, CancellationToken cancel = default)
    {
        var place = photos.Select((photo, i) => (photo, i)).ToDictionary(p => p.photo, p => p.i);
        var scores = new PhotoScore[photos.Count];
        ParallelRows.Run(
            Detector,
            photos.Count,
            rows => embeddings.View(rows.Select(r => photos[r])),
            HasMap ? [ColumnNames.Score, ColumnNames.AnomalyMap] : [ColumnNames.Score],
            (photo, values) =>
            {
                scores[place[photo]] = new(values(0)[0], HasMap ? values(1).ToArray() : null);
                advance?.Invoke();
            },
            fail: null,
            cancel);
        return scores;
    }

    /// <summary>Closes the detector's session.</summary>
    public void Dispose() => Detector.Close();
}
