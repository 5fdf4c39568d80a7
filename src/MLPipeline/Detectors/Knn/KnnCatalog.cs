using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>The detector as a method of <see cref="VisualAnomalyCatalog"/>.</summary>
public static class KnnCatalog
{
    /// <summary>The distance to the nearest good embeddings, with default options; see <see cref="KnnTrainer"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    public static KnnTrainer Knn(this VisualAnomalyCatalog catalog, string featureColumnName = ColumnNames.Features) =>
        catalog.Knn(new KnnOptions(), featureColumnName);

    /// <summary>The distance to the nearest good embeddings; see <see cref="KnnTrainer"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">What there is to choose.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    /// <exception cref="Basics.OptionException">A value is not allowed.</exception>
    public static KnnTrainer Knn(this VisualAnomalyCatalog catalog, KnnOptions options, string featureColumnName = ColumnNames.Features) =>
        new(catalog.Context, options, featureColumnName);
}
