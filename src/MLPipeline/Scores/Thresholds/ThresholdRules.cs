namespace MLPipeline.Scores;

/// <summary>From scores to a limit by any of the rules.</summary>
public static class ThresholdRules
{
    /// <summary>The limit of <see cref="ThresholdOptions.Rule"/>; a photo is anomalous if its score is larger.</summary>
    /// <param name="options">Rule and target.</param>
    /// <param name="good">Out-of-fold scores of the good training photos.</param>
    /// <param name="validation">Scores of labelled validation photos; null where there are none.</param>
    /// <exception cref="ArgumentException">The rule needs labelled photos, and there are none.</exception>
    public static float Limit(ThresholdOptions options, IReadOnlyCollection<float> good, LabelledScores? validation = null) => options.Rule switch
    {
        ThresholdRule.Conformal => ConformalQuantile.Limit(good, options.TargetFpr),
        ThresholdRule.Sigma => SigmaLimit.Limit(good, options.Sigmas ?? SigmaLimit.SigmasFor(options.TargetFpr)),
        ThresholdRule.Pareto => ParetoTail.Limit(good, options.TargetFpr),
        ThresholdRule.BestF1 => Labelled(options, good, validation, LabelledLimit.BestF1),
        ThresholdRule.Cost => Labelled(options, good, validation, (g, a) => LabelledLimit.LeastCost(g, a, options.CostRatio)),
        _ => ThresholdComparison.Of(options, good, validation).Chosen.Limit,
    };

    private static float Labelled(
        ThresholdOptions options, IReadOnlyCollection<float> good, LabelledScores? validation,
        Func<IReadOnlyCollection<float>, IReadOnlyCollection<float>, float> rule)
    {
        RequireLabelled(options, validation);
        return rule(validation!.Good.Count > 0 ? validation.Good : good, validation.Anomalous);
    }

    /// <exception cref="ArgumentException">There is no anomalous photo.</exception>
    internal static void RequireLabelled(ThresholdOptions options, LabelledScores? validation)
    {
        if (validation is null || validation.Anomalous.Count == 0)
        {
            throw new ArgumentException(NeedsLabelled(options));
        }
    }

    /// <summary>What to say where a rule that needs anomalous photos finds none.</summary>
    internal static string NeedsLabelled(ThresholdOptions options) =>
        $"threshold.rule is {(options.Rule == ThresholdRule.Cost ? "cost" : "best-f1")}, but there is no anomalous validation photo. " +
        "Put some into validation/DEFECT, or write rule: conformal.";
}

/// <summary>Scores of labelled validation photos, by a model that was not fitted on them.</summary>
/// <param name="Good">Of good photos; where there are none, the out-of-fold scores of the training photos stand in.</param>
/// <param name="Anomalous">Of anomalous photos.</param>
public sealed record LabelledScores(IReadOnlyList<float> Good, IReadOnlyList<float> Anomalous);
