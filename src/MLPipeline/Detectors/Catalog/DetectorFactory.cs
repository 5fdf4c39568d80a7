using Microsoft.ML;
using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>From the options of a pipeline file to the trainer.</summary>
public static class DetectorFactory
{
    /// <summary>All detectors with their default options, by name.</summary>
    public static IReadOnlyDictionary<string, DetectorOptions> Defaults { get; } = new DetectorOptions[]
    {
        new PatchGaussianOptions(),
        new PatchMemoryOptions(),
        new PatchPcaOptions(),
        new FeaturePredictionOptions(),
        new PcaResidualOptions(),
        new MahalanobisOptions(),
        new KnnOptions(),
        new OneClassSvmOptions(),
        new GaussianMixtureOptions(),
        new RandomizedPcaOptions(),
    }.ToDictionary(o => o.Type, StringComparer.Ordinal);

    /// <summary>The trainer that <paramref name="options"/> describe.</summary>
    public static IEstimator<ITransformer> Create(MLContext context, DetectorOptions options, string featureColumnName = ColumnNames.Features)
    {
        var trainers = context.AnomalyDetection.Trainers;
        return options switch
        {
            PatchGaussianOptions o => trainers.PatchGaussian(o, featureColumnName),
            PatchMemoryOptions o => trainers.PatchMemory(o, featureColumnName),
            PatchPcaOptions o => trainers.PatchPca(o, featureColumnName),
            FeaturePredictionOptions o => trainers.FeaturePrediction(o, featureColumnName),
            PcaResidualOptions o => trainers.PcaResidual(o, featureColumnName),
            MahalanobisOptions => trainers.Mahalanobis(featureColumnName),
            KnnOptions o => trainers.Knn(o, featureColumnName),
            OneClassSvmOptions o => trainers.OneClassSvm(o, featureColumnName),
            GaussianMixtureOptions o => trainers.GaussianMixture(o, featureColumnName),
            RandomizedPcaOptions o => trainers.NormalizedRandomizedPca(o, featureColumnName),
            _ => throw new ArgumentException($"There is no detector '{options.Type}'. Detectors: {string.Join(", ", Defaults.Keys)}.", nameof(options)),
        };
    }
}
