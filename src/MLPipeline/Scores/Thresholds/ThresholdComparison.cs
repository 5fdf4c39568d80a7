using MLPipeline.Basics;

namespace MLPipeline.Scores;

/// <summary>
/// The rules side by side: for each the limit from all scores, and its realised errors by cross-fitting, where the limit is
/// set on all folds but one and tried on that one.
/// </summary>
public sealed class ThresholdComparison
{
    /// <summary>The folds are drawn anew several times, because one assignment of few photos is a matter of luck.</summary>
    private const int Repeats = 10;

    private ThresholdComparison(IReadOnlyList<ThresholdEstimate> rules, ThresholdEstimate chosen, double smallestTarget)
    {
        Rules = rules;
        Chosen = chosen;
        SmallestTarget = smallestTarget;
    }

    /// <summary>The rules that can be used on these photos.</summary>
    public IReadOnlyList<ThresholdEstimate> Rules { get; }

    /// <summary>
    /// The pipeline's rule; with <see cref="ThresholdRule.Auto"/> the rule without labels whose realised rate is nearest the
    /// target, the conformal one unless another is nearer by more than a standard error of the rate.
    /// </summary>
    public ThresholdEstimate Chosen { get; }

    /// <summary>The smallest target that the conformal rule can keep with so many good photos.</summary>
    public double SmallestTarget { get; }

    /// <summary>Compares.</summary>
    /// <param name="options">Target, folds, and the rule to mark as chosen.</param>
    /// <param name="good">Out-of-fold scores of the good training photos.</param>
    /// <param name="validation">Scores of labelled validation photos; null where there are none.</param>
    /// <param name="seed">Seed of the folds.</param>
    /// <param name="groups">
    /// The group of each good photo (see <see cref="Folds"/>): none is divided, and the intervals count groups, because photos of
    /// one group say nearly the same. Null where each photo is on its own.
    /// </param>
    /// <exception cref="ArgumentException">The rule needs labelled photos, and there are none.</exception>
    /// <exception cref="OptionException">A value is not allowed.</exception>
    public static ThresholdComparison Of(
        ThresholdOptions options, IReadOnlyCollection<float> good, LabelledScores? validation = null, int seed = 42,
        IReadOnlyList<int>? groups = null)
    {
        OptionCheck.Valid(options, "threshold");
        if (options.Rule is ThresholdRule.BestF1 or ThresholdRule.Cost)
        {
            ThresholdRules.RequireLabelled(options, validation);
        }

        var labelled = validation is { Anomalous.Count: >= 2 } ? validation : null;
        float[] scores = [.. good];
        ThresholdEstimate Rule(ThresholdRule rule) => Estimate(options with { Rule = rule }, scores, validation, seed, groups ?? [.. Enumerable.Range(0, scores.Length)]);

        ThresholdEstimate[] free = [Rule(ThresholdRule.Conformal), Rule(ThresholdRule.Sigma), Rule(ThresholdRule.Pareto)];
        ThresholdEstimate[] rules = labelled is null ? free : [.. free, Rule(ThresholdRule.BestF1), Rule(ThresholdRule.Cost)];
        var chosen = options.Rule == ThresholdRule.Auto
            ? Nearest(free, options.TargetFpr, groups?.Distinct().Count() ?? scores.Length)
            : rules.FirstOrDefault(r => r.Rule == options.Rule) ?? Rule(options.Rule);
        return new(rules, chosen, ConformalQuantile.SmallestShare(scores.Length));
    }

    private static ThresholdEstimate Nearest(ThresholdEstimate[] rules, double target, int photos)
    {
        double Distance(ThresholdEstimate rule) => Math.Abs(rule.FalsePositiveRate.Estimate - target);
        var best = rules.MinBy(Distance)!;
        var error = Math.Sqrt(target * (1 - target) / photos);
        return Distance(rules[0]) - Distance(best) > error ? best : rules[0];
    }

    private static ThresholdEstimate Estimate(ThresholdOptions options, float[] good, LabelledScores? validation, int seed, IReadOnlyList<int> groups)
    {
        var isLabelled = options.Rule is ThresholdRule.BestF1 or ThresholdRule.Cost;
        var ownGood = isLabelled && validation is { Good.Count: >= 2 };
        float[] goods = ownGood ? [.. validation!.Good] : good;
        float[] bads = validation is null ? [] : [.. validation.Anomalous];

        var goodGroups = ownGood ? [.. Enumerable.Range(0, goods.Length)] : groups;

        // As many folds of anomalies as of good photos, so that each anomaly is tried once. A single one is part of every fit.
        var tried = isLabelled && bads.Length > 1;
        var folds = tried ? Math.Min(options.Folds, Math.Min(goods.Length, bads.Length)) : options.Folds;
        double falseAlarms = 0, found = 0;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            var goodFolds = Folds.Assign(goodGroups, folds, unchecked(seed + repeat));

            // A rule that looks at anomalies must not be tried on the same ones.
            int[] badFolds = tried ? Folds.Assign(bads.Length, folds, unchecked(seed + repeat)) : [.. bads.Select(_ => -1)];
            for (var fold = 0; fold <= goodFolds.Max(); fold++)
            {
                var limit = Limit(options, goods, goodFolds, bads, badFolds, fold, isLabelled);
                falseAlarms += goods.Where((s, i) => goodFolds[i] == fold && s > limit).Count();
                found += bads.Where((s, i) => badFolds[i] == fold && s > limit).Count();
            }
        }

        var full = ThresholdRules.Limit(options, good, validation);
        var recall = bads.Length == 0 || (isLabelled && !tried) ? null
            : BinomialInterval.Of(tried ? found / Repeats : bads.Count(s => s > full), bads.Length);
        var independent = goodGroups.Distinct().Count();
        return new(options.Rule, full, BinomialInterval.Of(falseAlarms / Repeats / goods.Length * independent, independent), recall);
    }

    private static float Limit(
        ThresholdOptions options, float[] goods, int[] goodFolds, float[] bads, int[] badFolds, int fold, bool isLabelled)
    {
        float[] rest = [.. goods.Where((_, i) => goodFolds[i] != fold)];
        float[] others = isLabelled ? [.. bads.Where((_, i) => badFolds[i] != fold)] : [];
        return ThresholdRules.Limit(options, rest, isLabelled ? new(rest, others) : null);
    }
}

/// <summary>One rule's limit and what it costs.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Limit">The limit from all scores.</param>
/// <param name="FalsePositiveRate">Share of good photos above the limit, by cross-fitting.</param>
/// <param name="Recall">Share of anomalous validation photos above the limit; null where there are none, or only the one that the limit rests on.</param>
public sealed record ThresholdEstimate(ThresholdRule Rule, float Limit, Interval FalsePositiveRate, Interval? Recall);
