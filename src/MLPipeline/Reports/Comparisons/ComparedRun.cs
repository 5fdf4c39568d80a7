using MLPipeline.Scores;

namespace MLPipeline.Reports;

/// <summary>One run over the shared categories.</summary>
/// <param name="Name">The run.</param>
/// <param name="MeanAuroc">Mean image AUROC; null without a shared category.</param>
/// <param name="WorstAuroc">The lowest.</param>
/// <param name="WorstCategory">Where it is.</param>
/// <param name="Wins">Categories in which it is the best; a tie is shared out.</param>
/// <param name="MeanAp">Mean average precision. Its chance level differs by category.</param>
/// <param name="MeanF1">Mean F1 at the run's thresholds.</param>
/// <param name="AgainstFirst">Wilcoxon's test of the AUROCs against those of the first run; null for the first run and with fewer than five categories.</param>
public sealed record ComparedRun(
    string Name, double? MeanAuroc, double? WorstAuroc, string? WorstCategory, double Wins, double? MeanAp, double? MeanF1, WilcoxonResult? AgainstFirst);
