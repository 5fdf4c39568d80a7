using MLPipeline.Featurization;

namespace MLPipeline.Scores;

/// <summary>The anomaly map of a photo, on the detector's grid.</summary>
/// <param name="Values">The score of each position, row by row.</param>
/// <param name="Rows">Rows of the grid.</param>
/// <param name="Columns">Columns of the grid.</param>
/// <param name="Input">The size that the photo was resized to, padding included.</param>
/// <param name="Scale">The model's scale of heat maps.</param>
public sealed record PhotoMap(float[] Values, int Rows, int Columns, InputSize Input, MapScale Scale);
