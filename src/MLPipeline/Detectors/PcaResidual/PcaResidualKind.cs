using Microsoft.ML;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>How pipeline files and searches know <see cref="PcaResidualTrainer"/>.</summary>
internal sealed class PcaResidualKind() : DetectorKind<PcaResidualOptions>(hasMap: false, Pooling.Grid, Pooling.Mean)
{
    protected override IEstimator<ITransformer> Trainer(MLContext context, PcaResidualOptions options, string featureColumnName) =>
        new PcaResidualTrainer(context, options, featureColumnName);
}
