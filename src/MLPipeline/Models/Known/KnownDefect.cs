namespace MLPipeline.Models;

/// <summary>One known defect, as the teacher sees it.</summary>
/// <param name="Kind">The kind of defect.</param>
/// <param name="Group">Photos of one group are of one part and are held out together.</param>
/// <param name="Deviation">Its mean deviation (see <see cref="TopCells.MeanDeviation"/>).</param>
/// <param name="Score">Its standardised score by the detector that knows good photos alone.</param>
internal sealed record KnownDefect(string Kind, int Group, float[] Deviation, double Score);
