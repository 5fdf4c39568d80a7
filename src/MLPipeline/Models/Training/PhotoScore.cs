namespace MLPipeline.Models;

/// <summary>What a model says of one photo.</summary>
/// <param name="Score">Higher is more anomalous; raw and unclamped.</param>
/// <param name="Map">The score of each grid position, row by row; null for detectors that look at no positions.</param>
/// <param name="Known">What known defects taught this member, as the whole adds it; 0 where they taught it nothing.</param>
public sealed record PhotoScore(float Score, float[]? Map, float Known = 0);
