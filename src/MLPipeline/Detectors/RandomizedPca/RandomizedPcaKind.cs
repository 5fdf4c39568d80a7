using Microsoft.ML;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>How pipeline files and searches know <see cref="RandomizedPcaTrainer"/>.</summary>
internal sealed class RandomizedPcaKind() : DetectorKind<RandomizedPcaOptions>(hasMap: false, Pooling.Grid, Pooling.Mean)
{
    protected override IEstimator<ITransformer> Trainer(MLContext context, RandomizedPcaOptions options, string featureColumnName) =>
        new RandomizedPcaTrainer(context, options, featureColumnName);
}
