using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>The detector as a method of <see cref="VisualAnomalyCatalog"/>.</summary>
public static class PatchMemoryCatalog
{
    /// <summary>The distance to a memory bank of good patches, with default options; see <see cref="PatchMemoryTrainer"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    public static PatchMemoryTrainer PatchMemory(this VisualAnomalyCatalog catalog, string featureColumnName = ColumnNames.Features) =>
        catalog.PatchMemory(new PatchMemoryOptions(), featureColumnName);

    /// <summary>The distance to a memory bank of good patches; see <see cref="PatchMemoryTrainer"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">What there is to choose. Without a seed in the options, the context gives one.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    /// <exception cref="Basics.OptionException">A value is not allowed.</exception>
    public static PatchMemoryTrainer PatchMemory(this VisualAnomalyCatalog catalog, PatchMemoryOptions options, string featureColumnName = ColumnNames.Features) =>
        new(catalog.Context, options is { Seed: null } ? options with { Seed = catalog.NextSeed() } : options, featureColumnName);
}
