using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>The detector as a method of <see cref="VisualAnomalyCatalog"/>.</summary>
public static class PatchPcaCatalog
{
    /// <summary>The residual per grid position of one PCA over all positions, with default options; see <see cref="PatchPcaTrainer"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    public static PatchPcaTrainer PatchPca(this VisualAnomalyCatalog catalog, string featureColumnName = ColumnNames.Features) =>
        catalog.PatchPca(new PatchPcaOptions(), featureColumnName);

    /// <summary>The residual per grid position of one PCA over all positions; see <see cref="PatchPcaTrainer"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">What there is to choose.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    /// <exception cref="Basics.OptionException">A value is not allowed.</exception>
    public static PatchPcaTrainer PatchPca(this VisualAnomalyCatalog catalog, PatchPcaOptions options, string featureColumnName = ColumnNames.Features) =>
        new(catalog.Context, options, featureColumnName);
}
