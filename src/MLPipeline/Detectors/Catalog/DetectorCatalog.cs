using Microsoft.ML;
using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>The detectors as trainers of <c>mlContext.AnomalyDetection.Trainers</c>.</summary>
public static class DetectorCatalog
{
    /// <summary>A low-rank Gaussian per grid position; see <see cref="PatchGaussianTrainer"/>.</summary>
    public static PatchGaussianTrainer PatchGaussian(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        PatchGaussianOptions? options = null, string featureColumnName = ColumnNames.Features) =>
        new(options ?? new(), featureColumnName);

    /// <summary>The distance to a memory bank of good patches; see <see cref="PatchMemoryTrainer"/>.</summary>
    public static PatchMemoryTrainer PatchMemory(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        PatchMemoryOptions? options = null, string featureColumnName = ColumnNames.Features) =>
        new(options ?? new(), featureColumnName);

    /// <summary>The residual per grid position of one PCA over all positions; see <see cref="PatchPcaTrainer"/>.</summary>
    public static PatchPcaTrainer PatchPca(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        PatchPcaOptions? options = null, string featureColumnName = ColumnNames.Features) =>
        new(options ?? new(), featureColumnName);

    /// <summary>What shallower layers and the cells around cannot predict; see <see cref="FeaturePredictionTrainer"/>.</summary>
    public static FeaturePredictionTrainer FeaturePrediction(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        FeaturePredictionOptions? options = null, string featureColumnName = ColumnNames.Features) =>
        new(options ?? new(), featureColumnName);

    /// <summary>The residual of an exact PCA; see <see cref="PcaResidualTrainer"/>.</summary>
    public static PcaResidualTrainer PcaResidual(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        PcaResidualOptions? options = null, string featureColumnName = ColumnNames.Features) =>
        new(options ?? new(), featureColumnName);

    /// <summary>The distance under a Ledoit-Wolf Gaussian; see <see cref="MahalanobisTrainer"/>.</summary>
    public static MahalanobisTrainer Mahalanobis(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, string featureColumnName = ColumnNames.Features) =>
        new(featureColumnName);

    /// <summary>The distance to the nearest good embeddings; see <see cref="KnnTrainer"/>.</summary>
    public static KnnTrainer Knn(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        KnnOptions? options = null, string featureColumnName = ColumnNames.Features) =>
        new(options ?? new(), featureColumnName);

    /// <summary>The one-class support vector machine with a Gaussian kernel; see <see cref="OneClassSvmTrainer"/>.</summary>
    public static OneClassSvmTrainer OneClassSvm(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        OneClassSvmOptions? options = null, string featureColumnName = ColumnNames.Features) =>
        new(options ?? new(), featureColumnName);

    /// <summary>Several Gaussians, for products that come in several poses; see <see cref="GaussianMixtureTrainer"/>.</summary>
    public static GaussianMixtureTrainer GaussianMixture(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        GaussianMixtureOptions? options = null, string featureColumnName = ColumnNames.Features) =>
        new(options ?? new(), featureColumnName);

    /// <summary>ML.NET's <c>RandomizedPca</c> on normalised embeddings; see <see cref="RandomizedPcaDetector"/>.</summary>
    public static RandomizedPcaDetector NormalizedRandomizedPca(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        RandomizedPcaOptions? options = null, string featureColumnName = ColumnNames.Features) =>
        new(options ?? new(), featureColumnName);
}
