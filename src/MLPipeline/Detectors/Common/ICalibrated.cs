using Microsoft.ML;

namespace MLPipeline.Detectors;

/// <summary>
/// A trainer that cross-fits itself, faster than by a fit per fold, and whose cells can be put on one scale by what that gives.
/// </summary>
internal interface ICalibrated
{
    /// <summary>Whether the options ask for a <see cref="CellCalibration"/>.</summary>
    bool Calibrates { get; }

    /// <summary>The score is the mean over this share of the cells, the largest of the calibrated distances.</summary>
    double TopShare { get; }

    /// <summary>For each good photo its uncalibrated map by a detector that was fitted on the other folds.</summary>
    /// <param name="good">The good photos.</param>
    /// <param name="folds">The fold of each.</param>
    /// <param name="advance">Called after each fold.</param>
    /// <param name="cancel">Ends the work.</param>
    float[][] OutOfFoldMaps(IDataView good, IReadOnlyList<int> folds, Action? advance, CancellationToken cancel);

    /// <summary>Fits on all of <paramref name="good"/>; <paramref name="calibration"/> is null where nothing is calibrated.</summary>
    ITransformer Fit(IDataView good, CellCalibration? calibration);
}
