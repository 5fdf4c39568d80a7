using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>The detector as a method of <see cref="VisualAnomalyCatalog"/>.</summary>
public static class GaussianMixtureCatalog
{
    /// <summary>Several Gaussians, for products that come in several poses, with default options; see <see cref="GaussianMixtureTrainer"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    public static GaussianMixtureTrainer GaussianMixture(this VisualAnomalyCatalog catalog, string featureColumnName = ColumnNames.Features) =>
        catalog.GaussianMixture(new GaussianMixtureOptions(), featureColumnName);

    /// <summary>Several Gaussians, for products that come in several poses; see <see cref="GaussianMixtureTrainer"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">What there is to choose. Without a seed in the options, the context gives one.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    /// <exception cref="Basics.OptionException">A value is not allowed.</exception>
    public static GaussianMixtureTrainer GaussianMixture(this VisualAnomalyCatalog catalog, GaussianMixtureOptions options, string featureColumnName = ColumnNames.Features) =>
        new(catalog.Context, options is { Seed: null } ? options with { Seed = catalog.NextSeed() } : options, featureColumnName);
}
