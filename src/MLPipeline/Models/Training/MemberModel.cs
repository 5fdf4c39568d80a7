using Microsoft.ML;
using Microsoft.ML.Data;
using MLPipeline.Compute;
using MLPipeline.Featurization;
using MLPipeline.Pipelines;

namespace MLPipeline.Models;

/// <summary>A detector fitted on embeddings of good photos.</summary>
public sealed class MemberModel : IDisposable
{
    /// <param name="detector">The fitted detector.</param>
    /// <param name="input">The schema of its input.</param>
    /// <param name="shape">The shape of the embeddings.</param>
    /// <param name="options">The member.</param>
    internal MemberModel(ITransformer detector, DataViewSchema input, FeatureShape shape, MemberOptions options)
    {
        Detector = detector;
        HasMap = detector.GetOutputSchema(input).GetColumnOrNull(ColumnNames.AnomalyMap) is not null;
        Shape = shape;
        Options = options;
    }

    /// <summary>The fitted detector: <c>Features</c> to <c>Score</c> and perhaps <c>AnomalyMap</c>.</summary>
    public ITransformer Detector { get; }

    /// <summary>What known defects taught, behind the detector; null where they taught it nothing.</summary>
    internal ITransformer? Known { get; set; }

    /// <summary>Whether it gives an anomaly map.</summary>
    public bool HasMap { get; }

    /// <summary>The shape of the embeddings; a map has its rows and columns.</summary>
    public FeatureShape Shape { get; }

    /// <summary>What was fitted.</summary>
    public MemberOptions Options { get; }

    /// <summary>Whether its score counts in an ensemble.</summary>
    public bool GivesScore => Options.GivesScore;

    /// <summary>Whether its map counts in an ensemble.</summary>
    public bool GivesMap => HasMap && Options.Gives != MemberRole.Score;

    /// <summary>Scores photos, in the order given.</summary>
    public PhotoScore[] Score(EmbeddingSet embeddings, IReadOnlyList<int> photos, Action? advance = null, CancellationToken cancel = default)
    {
        var place = photos.Select((photo, i) => (photo, i)).ToDictionary(p => p.photo, p => p.i);
        var scores = new PhotoScore[photos.Count];
        string[] columns = [ColumnNames.Score, .. HasMap ? [ColumnNames.AnomalyMap] : Array.Empty<string>(), .. Known is null ? Array.Empty<string>() : [ColumnNames.Known]];
        ParallelRows.Run(
            Known is null ? Detector : new TransformerChain<ITransformer>(Detector, Known),
            photos.Count,
            rows => embeddings.View(rows.Select(r => photos[r])),
            columns,
            (photo, values) =>
            {
                scores[place[photo]] = new(values(0)[0], HasMap ? values(1).ToArray() : null, Known is null ? 0 : values(columns.Length - 1)[0]);
                advance?.Invoke();
            },
            fail: null,
            cancel);
        return scores;
    }

    /// <summary>Closes the detector's session.</summary>
    public void Dispose()
    {
        Known?.Close();
        Detector.Close();
    }
}
