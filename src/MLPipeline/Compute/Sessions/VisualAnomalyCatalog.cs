using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLPipeline.Compute;

/// <summary>
/// Visual anomaly detection on an <see cref="MLContext"/>: <c>Featurize</c>, <c>Threshold</c> and a method per detector. Each is an
/// extension method that lies beside what it makes, so a detector of another assembly joins by an extension method of its own.
/// </summary>
public sealed class VisualAnomalyCatalog
{
    internal VisualAnomalyCatalog(MLContext context) => Context = context;

    /// <summary>The caller's context: what is made here takes its seed, log, temporary folder and session options from it.</summary>
    public MLContext Context { get; }

    /// <summary>Draws a seed from the context: with the same seed of the context, and the same calls before, the same number.</summary>
    public int NextSeed() => ((IHostEnvironment)Context).Register(nameof(VisualAnomalyCatalog)).Rand.Next();
}

/// <summary>Adds visual anomaly detection to <see cref="MLContext"/>.</summary>
public static class VisualAnomalyExtensions
{
    /// <summary>The trainers and transforms of visual anomaly detection.</summary>
    public static VisualAnomalyCatalog VisualAnomaly(this MLContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(context);
    }
}
