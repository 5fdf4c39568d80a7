using Microsoft.ML;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>How pipeline files and searches know <see cref="MahalanobisTrainer"/>.</summary>
internal sealed class MahalanobisKind() : DetectorKind<MahalanobisOptions>(hasMap: false, Pooling.Mean)
{
    protected override IEstimator<ITransformer> Trainer(MLContext context, MahalanobisOptions options, string featureColumnName) =>
        new MahalanobisTrainer(context, featureColumnName);
}
