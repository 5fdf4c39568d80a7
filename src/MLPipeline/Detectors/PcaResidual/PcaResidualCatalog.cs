using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>The detector as a method of <see cref="VisualAnomalyCatalog"/>.</summary>
public static class PcaResidualCatalog
{
    /// <summary>The residual of an exact PCA, with default options; see <see cref="PcaResidualTrainer"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    public static PcaResidualTrainer PcaResidual(this VisualAnomalyCatalog catalog, string featureColumnName = ColumnNames.Features) =>
        catalog.PcaResidual(new PcaResidualOptions(), featureColumnName);

    /// <summary>The residual of an exact PCA; see <see cref="PcaResidualTrainer"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">What there is to choose.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    /// <exception cref="Basics.OptionException">A value is not allowed.</exception>
    public static PcaResidualTrainer PcaResidual(this VisualAnomalyCatalog catalog, PcaResidualOptions options, string featureColumnName = ColumnNames.Features) =>
        new(catalog.Context, options, featureColumnName);
}
