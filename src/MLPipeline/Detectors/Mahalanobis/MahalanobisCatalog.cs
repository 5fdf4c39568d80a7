using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>The detector as a method of <see cref="VisualAnomalyCatalog"/>.</summary>
public static class MahalanobisCatalog
{
    /// <summary>The distance under a Ledoit-Wolf Gaussian; see <see cref="MahalanobisTrainer"/>. It has no options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    public static MahalanobisTrainer Mahalanobis(this VisualAnomalyCatalog catalog, string featureColumnName = ColumnNames.Features) =>
        new(catalog.Context, featureColumnName);
}
