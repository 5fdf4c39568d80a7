using System.Numerics.Tensors;
using MLPipeline.Compute;
using MLPipeline.Scores;

namespace MLPipeline.Models;

/// <summary>
/// The one direction in channel space that known defects share: t = max(0, (w . u - center) / scale) for a photo's mean deviation u
/// (<see cref="TopCells.MeanDeviation"/>); before the cut good photos have a median of 0 and a root mean square of 1. It never
/// lowers a score: a defect that looks unlike the known ones stays as anomalous as it was.
/// </summary>
/// <param name="Weights">w, of length 1: one number per channel.</param>
/// <param name="Center">The median of w . u over the good photos, out of fold.</param>
/// <param name="Scale">Their root mean square deviation from it.</param>
internal sealed record KnownDirection(float[] Weights, double Center, double Scale)
{
    /// <summary>Learns the direction from the mean deviations of known defects, at least one.</summary>
    public static KnownDirection Of(GoodDeviations good, ShrunkDiscriminant discriminant, IReadOnlyList<float[]> known)
    {
        var weights = discriminant.Towards(Moments.Mean(known));
        var scale = Standardizer.Linear([.. good.Photos.Select(u => (double)TensorPrimitives.Dot<float>(weights, u))]);
        return new(weights, scale.Center, scale.Scale);
    }

    /// <summary>t of a photo.</summary>
    public double Apply(ReadOnlySpan<float> deviation) => Math.Max(0, (TensorPrimitives.Dot(Weights, deviation) - Center) / Scale);
}
