using MLPipeline.Detectors;

namespace MLPipeline.Models;

/// <summary>What cross-fitting a member gives: each good photo scored by a detector that was fitted on the other folds.</summary>
/// <param name="Scores">One per photo, in order: what members are joined and judged by.</param>
/// <param name="Calibration">The scale of the cells that these scores have and the member's own fit is to have; null for none.</param>
/// <param name="Held">The same where the calibration is out of fold, too: what a limit follows from.</param>
internal sealed record CrossFit(PhotoScore[] Scores, CellCalibration? Calibration, PhotoScore[] Held);
