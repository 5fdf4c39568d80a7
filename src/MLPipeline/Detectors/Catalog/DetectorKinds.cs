using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>The detectors that there are: those of this library, found by their <see cref="DetectorKind"/>, and those that were added.</summary>
public static class DetectorKinds
{
    /// <summary>All detectors. Add your own before pipeline files are read that name it.</summary>
    public static Registry<DetectorKind> All { get; } = new("detector", Own());

    /// <summary>The trainer that <paramref name="options"/> describe.</summary>
    /// <exception cref="MLPipelineException">There is no such detector, or a value is not allowed.</exception>
    public static IEstimator<ITransformer> Create(MLContext context, DetectorOptions options, string featureColumnName = ColumnNames.Features) =>
        All.Find(options.Type).Create(context, options, featureColumnName);

    private static IEnumerable<DetectorKind> Own() => typeof(DetectorKinds).Assembly.GetTypes()
        .Where(t => t.IsSubclassOf(typeof(DetectorKind)) && !t.IsAbstract)
        .Select(t => (DetectorKind)Activator.CreateInstance(t)!)
        .OrderBy(k => k.Name, StringComparer.Ordinal);
}
