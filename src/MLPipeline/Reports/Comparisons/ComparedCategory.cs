namespace MLPipeline.Reports;

/// <summary>One category of a comparison.</summary>
/// <param name="Name">The category.</param>
/// <param name="Cells">One per run; null where the run has no such category.</param>
public sealed record ComparedCategory(string Name, IReadOnlyList<ComparedCell?> Cells);
