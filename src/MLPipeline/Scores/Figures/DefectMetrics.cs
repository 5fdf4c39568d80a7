namespace MLPipeline.Scores;

/// <summary>How well one type of defect is told from all the good photos.</summary>
/// <param name="Defect">The type, for example the folder name "broken_large".</param>
/// <param name="Count">Photos with this defect.</param>
/// <param name="Auroc">AUROC of these photos against all good photos; null without good photos.</param>
/// <param name="Recall">Share of these photos with score &gt; threshold; null where no threshold was given.</param>
public sealed record DefectMetrics(string Defect, int Count, double? Auroc, double? Recall);
