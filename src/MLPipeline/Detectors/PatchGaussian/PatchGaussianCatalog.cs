using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>The detector as a method of <see cref="VisualAnomalyCatalog"/>.</summary>
public static class PatchGaussianCatalog
{
    /// <summary>A low-rank Gaussian per grid position, with default options; see <see cref="PatchGaussianTrainer"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    public static PatchGaussianTrainer PatchGaussian(this VisualAnomalyCatalog catalog, string featureColumnName = ColumnNames.Features) =>
        catalog.PatchGaussian(new PatchGaussianOptions(), featureColumnName);

    /// <summary>A low-rank Gaussian per grid position; see <see cref="PatchGaussianTrainer"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">What there is to choose.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    /// <exception cref="Basics.OptionException">A value is not allowed.</exception>
    public static PatchGaussianTrainer PatchGaussian(this VisualAnomalyCatalog catalog, PatchGaussianOptions options, string featureColumnName = ColumnNames.Features) =>
        new(catalog.Context, options, featureColumnName);
}
