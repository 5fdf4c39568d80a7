using Microsoft.ML;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>How pipeline files and searches know <see cref="PatchPcaTrainer"/>.</summary>
internal sealed class PatchPcaKind() : DetectorKind<PatchPcaOptions>(hasMap: true, Pooling.Cells)
{
    protected override IEstimator<ITransformer> Trainer(MLContext context, PatchPcaOptions options, string featureColumnName) =>
        new PatchPcaTrainer(context, options, featureColumnName);
}
