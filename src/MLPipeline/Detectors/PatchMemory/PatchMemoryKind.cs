using Microsoft.ML;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>How pipeline files and searches know <see cref="PatchMemoryTrainer"/>.</summary>
internal sealed class PatchMemoryKind() : DetectorKind<PatchMemoryOptions>(hasMap: true, Pooling.Cells)
{
    protected override IEstimator<ITransformer> Trainer(MLContext context, PatchMemoryOptions options, string featureColumnName) =>
        new PatchMemoryTrainer(context, options, featureColumnName);
}
