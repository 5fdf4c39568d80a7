using Microsoft.ML;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>How pipeline files and searches know <see cref="GaussianMixtureTrainer"/>.</summary>
internal sealed class GaussianMixtureKind() : DetectorKind<GaussianMixtureOptions>(hasMap: false, Pooling.Mean)
{
    protected override IEstimator<ITransformer> Trainer(MLContext context, GaussianMixtureOptions options, string featureColumnName) =>
        new GaussianMixtureTrainer(context, options, featureColumnName);
}
