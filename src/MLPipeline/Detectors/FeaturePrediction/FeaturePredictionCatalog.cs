using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>The detector as a method of <see cref="VisualAnomalyCatalog"/>.</summary>
public static class FeaturePredictionCatalog
{
    /// <summary>What shallower layers and the cells around cannot predict, with default options; see <see cref="FeaturePredictionTrainer"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    public static FeaturePredictionTrainer FeaturePrediction(this VisualAnomalyCatalog catalog, string featureColumnName = ColumnNames.Features) =>
        catalog.FeaturePrediction(new FeaturePredictionOptions(), featureColumnName);

    /// <summary>What shallower layers and the cells around cannot predict; see <see cref="FeaturePredictionTrainer"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">What there is to choose.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    /// <exception cref="Basics.OptionException">A value is not allowed.</exception>
    public static FeaturePredictionTrainer FeaturePrediction(this VisualAnomalyCatalog catalog, FeaturePredictionOptions options, string featureColumnName = ColumnNames.Features) =>
        new(catalog.Context, options, featureColumnName);
}
