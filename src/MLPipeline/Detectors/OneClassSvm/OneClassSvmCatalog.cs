using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>The detector as a method of <see cref="VisualAnomalyCatalog"/>.</summary>
public static class OneClassSvmCatalog
{
    /// <summary>The one-class support vector machine with a Gaussian kernel, with default options; see <see cref="OneClassSvmTrainer"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    public static OneClassSvmTrainer OneClassSvm(this VisualAnomalyCatalog catalog, string featureColumnName = ColumnNames.Features) =>
        catalog.OneClassSvm(new OneClassSvmOptions(), featureColumnName);

    /// <summary>The one-class support vector machine with a Gaussian kernel; see <see cref="OneClassSvmTrainer"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">What there is to choose.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    /// <exception cref="Basics.OptionException">A value is not allowed.</exception>
    public static OneClassSvmTrainer OneClassSvm(this VisualAnomalyCatalog catalog, OneClassSvmOptions options, string featureColumnName = ColumnNames.Features) =>
        new(catalog.Context, options, featureColumnName);
}
