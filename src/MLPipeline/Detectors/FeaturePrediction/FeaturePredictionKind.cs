using Microsoft.ML;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>How pipeline files and searches know <see cref="FeaturePredictionTrainer"/>.</summary>
internal sealed class FeaturePredictionKind() : DetectorKind<FeaturePredictionOptions>(hasMap: true, Pooling.Cells)
{
    protected override IEstimator<ITransformer> Trainer(MLContext context, FeaturePredictionOptions options, string featureColumnName) =>
        new FeaturePredictionTrainer(context, options, featureColumnName);
}
