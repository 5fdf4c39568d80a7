using System.Numerics.Tensors;
using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Detectors;

namespace MLPipeline.Models;

/// <summary>
/// How the cells that make the score deviate in good photos, out of fold: each photo is held against the mean of the other folds,
/// at the cells that its out-of-fold map shows. What deviates like this is no defect.
/// </summary>
internal sealed class GoodDeviations
{
    private GoodDeviations(TopCells cells, float[] mean, float[][] photos, float[] center, double[] covariance)
    {
        Cells = cells;
        Mean = mean;
        Photos = photos;
        Center = center;
        Covariance = covariance;
    }

    /// <summary>How cells are chosen and scaled.</summary>
    public TopCells Cells { get; }

    /// <summary>The mean of all good photos: positions x channels. Other photos are held against it.</summary>
    public float[] Mean { get; }

    /// <summary>The mean deviation of each photo (see <see cref="TopCells.MeanDeviation"/>).</summary>
    public IReadOnlyList<float[]> Photos { get; }

    /// <summary>The mean over all the cells looked at.</summary>
    public float[] Center { get; }

    /// <summary>The covariance over all the cells looked at: channels x channels.</summary>
    public double[] Covariance { get; }

    /// <summary>Reads the good photos twice.</summary>
    /// <param name="good">Their embeddings.</param>
    /// <param name="folds">The fold of each; the folds that the maps are from.</param>
    /// <param name="maps">The out-of-fold map of each.</param>
    /// <param name="factors">See <see cref="TopCells"/>.</param>
    public static GoodDeviations Of(IDataView good, IReadOnlyList<int> folds, IReadOnlyList<float[]> maps, IReadOnlyList<float>? factors)
    {
        var rows = new GoodRows(good, ColumnNames.Features);
        var shape = rows.Shape;
        var cells = new TopCells(shape.Positions, shape.Channels, factors);
        var sums = Enumerable.Range(0, folds.Max() + 1).Select(_ => new double[shape.Length]).ToArray();
        rows.ForEach((i, row) => Moments.Accumulate(sums[folds[i]], row));
        var all = new double[shape.Length];
        foreach (var sum in sums)
        {
            TensorPrimitives.Add(all, sum, all);
        }

        var others = sums.Select((sum, fold) =>
        {
            var rest = new double[shape.Length];
            TensorPrimitives.Subtract(all, sum, rest);
            return Moments.Divide(rest, Math.Max(1, folds.Count(f => f != fold)));
        }).ToArray();

        var moments = new RunningCovariance(shape.Channels);
        var deviations = new float[folds.Count][];
        var one = new float[shape.Channels];
        rows.ForEach((i, row) =>
        {
            deviations[i] = cells.MeanDeviation(row, maps[i], others[folds[i]]);
            foreach (var cell in cells.Of(maps[i]))
            {
                cells.Deviation(row, others[folds[i]], cell, one);
                moments.Add(one);
            }
        });
        return new(cells, Moments.Divide(all, folds.Count), deviations, moments.Mean(), moments.Covariance());
    }

    /// <summary>The mean deviations of other photos, at least one, from the maps that the fitted detector gives them.</summary>
    public float[][] OfOthers(IDataView others, IReadOnlyList<float[]> maps)
    {
        var deviations = new float[maps.Count][];
        new GoodRows(others, ColumnNames.Features).ForEach((i, row) => deviations[i] = Cells.MeanDeviation(row, maps[i], Mean));
        return deviations;
    }
}
