using MLPipeline.Compute;

namespace MLPipeline.Featurization;

/// <summary><c>mlContext.VisualAnomaly().Featurize(...)</c>.</summary>
public static class FeaturizeCatalog
{
    /// <summary>From photos to embeddings, by the default backbone and grid; see <see cref="PhotoFeaturizingEstimator"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column of embeddings.</param>
    /// <param name="inputColumnName">The column of photos: paths (text) or pictures (<c>MLImage</c>).</param>
    public static PhotoFeaturizingEstimator Featurize(
        this VisualAnomalyCatalog catalog, string outputColumnName = ColumnNames.Features, string inputColumnName = ColumnNames.ImagePath) =>
        catalog.Featurize(new FeaturizerOptions(), new EmbeddingOptions(), outputColumnName, inputColumnName);

    /// <summary>From photos to embeddings; see <see cref="PhotoFeaturizingEstimator"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="featurizer">Backbone, size, layers.</param>
    /// <param name="embedding">The grid; null for the default one.</param>
    /// <param name="outputColumnName">The column of embeddings.</param>
    /// <param name="inputColumnName">The column of photos: paths (text) or pictures (<c>MLImage</c>).</param>
    /// <exception cref="Basics.OptionException">A value is not allowed.</exception>
    public static PhotoFeaturizingEstimator Featurize(
        this VisualAnomalyCatalog catalog, FeaturizerOptions featurizer, EmbeddingOptions? embedding = null,
        string outputColumnName = ColumnNames.Features, string inputColumnName = ColumnNames.ImagePath) =>
        new(catalog.Context, featurizer, embedding ?? new(), outputColumnName, inputColumnName);
}
