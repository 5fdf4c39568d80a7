using Microsoft.ML;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>How pipeline files and searches know <see cref="KnnTrainer"/>.</summary>
internal sealed class KnnKind() : DetectorKind<KnnOptions>(hasMap: false, Pooling.Grid, Pooling.Mean)
{
    protected override IEstimator<ITransformer> Trainer(MLContext context, KnnOptions options, string featureColumnName) =>
        new KnnTrainer(context, options, featureColumnName);
}
