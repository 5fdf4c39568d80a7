using MLPipeline.Datasets;

namespace MLPipeline.Reports;

/// <summary>A photo with its score.</summary>
public sealed record ScoredPhoto(Photo Photo, float Score, bool Predicted);
