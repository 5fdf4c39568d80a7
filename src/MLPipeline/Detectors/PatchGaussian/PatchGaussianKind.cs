using Microsoft.ML;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>How pipeline files and searches know <see cref="PatchGaussianTrainer"/>.</summary>
internal sealed class PatchGaussianKind() : DetectorKind<PatchGaussianOptions>(hasMap: true, Pooling.Cells)
{
    protected override IEstimator<ITransformer> Trainer(MLContext context, PatchGaussianOptions options, string featureColumnName) =>
        new PatchGaussianTrainer(context, options, featureColumnName);
}
