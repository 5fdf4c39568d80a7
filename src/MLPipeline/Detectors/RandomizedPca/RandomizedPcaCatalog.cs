using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>The detector as a method of <see cref="VisualAnomalyCatalog"/>.</summary>
public static class RandomizedPcaCatalog
{
    /// <summary>ML.NET's <c>RandomizedPca</c> on normalised embeddings, with default options; see <see cref="RandomizedPcaTrainer"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    public static RandomizedPcaTrainer RandomizedPca(this VisualAnomalyCatalog catalog, string featureColumnName = ColumnNames.Features) =>
        catalog.RandomizedPca(new RandomizedPcaOptions(), featureColumnName);

    /// <summary>ML.NET's <c>RandomizedPca</c> on normalised embeddings; see <see cref="RandomizedPcaTrainer"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">What there is to choose. Without a seed in the options, the context gives one.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    /// <exception cref="Basics.OptionException">A value is not allowed.</exception>
    public static RandomizedPcaTrainer RandomizedPca(this VisualAnomalyCatalog catalog, RandomizedPcaOptions options, string featureColumnName = ColumnNames.Features) =>
        new(catalog.Context, options is { Seed: null } ? options with { Seed = catalog.NextSeed() } : options, featureColumnName);
}
