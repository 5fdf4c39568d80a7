using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Scores;

namespace MLPipeline.Models;

/// <summary><c>mlContext.VisualAnomaly().Threshold(...)</c>.</summary>
public static class ThresholdCatalog
{
    /// <summary>A detector with a limit that good photos set; see <see cref="ThresholdEstimator"/>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="detector">The detector: an estimator that reads <paramref name="featureColumnName"/> and gives <c>Score</c>.</param>
    /// <param name="featureColumnName">The column of embeddings.</param>
    /// <param name="options">The rule, its target and the folds; null for the defaults: at most 5 % of good photos above the limit.</param>
    /// <exception cref="Basics.OptionException">A value is not allowed.</exception>
    public static ThresholdEstimator Threshold(
        this VisualAnomalyCatalog catalog, IEstimator<ITransformer> detector, string featureColumnName = ColumnNames.Features, ThresholdOptions? options = null) =>
        new(catalog.Context, detector, featureColumnName, options ?? new());
}
