using Microsoft.ML;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>How pipeline files and searches know <see cref="OneClassSvmTrainer"/>.</summary>
internal sealed class OneClassSvmKind() : DetectorKind<OneClassSvmOptions>(hasMap: false, Pooling.Mean)
{
    protected override IEstimator<ITransformer> Trainer(MLContext context, OneClassSvmOptions options, string featureColumnName) =>
        new OneClassSvmTrainer(context, options, featureColumnName);
}
