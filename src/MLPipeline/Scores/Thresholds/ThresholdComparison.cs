using MathNet.Numerics.Distributions;
using MLPipeline.Basics;

namespace MLPipeline.Scores;

/// <summary>
/// The rules side by side: for each the limit from all scores, and its realised errors by cross-fitting, where the limit is
/// set on all folds but one and tried on that one.
/// </summary>
public sealed class ThresholdComparison
{
    private const double Confidence = 0.95;

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
    /// <exception cref="OptionException">A value is not allowed.</exception>
    public static ThresholdComparison Of(
        ThresholdOptions options, IReadOnlyCollection<float> good, LabelledScores? validation = null, int seed = 42)
    {
        OptionCheck.Valid(options, "threshold");
        var labelled = validation is { Anomalous.Count: >= 2 } ? validation : null;
        float[] scores = [.. good];
        ThresholdEstimate Rule(ThresholdRule rule) => Estimate(options with { Rule = rule }, scores, validation, seed);

        ThresholdEstimate[] free = [Rule(ThresholdRule.Conformal), Rule(ThresholdRule.Sigma), Rule(ThresholdRule.Pareto)];
        ThresholdEstimate[] rules = labelled is null ? free : [.. free, Rule(ThresholdRule.BestF1), Rule(ThresholdRule.Cost)];
        var chosen = options.Rule == ThresholdRule.Auto
            ? Nearest(free, options.TargetFpr, scores.Length)
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

    private static ThresholdEstimate Estimate(ThresholdOptions options, float[] good, LabelledScores? validation, int seed)
    {
        var isLabelled = options.Rule is ThresholdRule.BestF1 or ThresholdRule.Cost;
        var ownGood = isLabelled && validation is { Good.Count: >= 2 };
        float[] goods = ownGood ? [.. validation!.Good] : good;
        float[] bads = validation is null ? [] : [.. validation.Anomalous];

        // As many folds of anomalies as of good photos, so that each anomaly is tried once.
        var folds = isLabelled ? Math.Min(options.Folds, Math.Min(goods.Length, bads.Length)) : options.Folds;
        double falseAlarms = 0, found = 0;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            var goodFolds = Folds.Assign(goods.Length, folds, unchecked(seed + repeat));

            // A rule that looks at anomalies must not be tried on the same ones.
            var badFolds = isLabelled ? Folds.Assign(bads.Length, folds, unchecked(seed + repeat)) : [.. bads.Select(_ => 0)];
            for (var fold = 0; fold <= goodFolds.Max(); fold++)
            {
                var limit = Limit(options, goods, goodFolds, bads, badFolds, fold, isLabelled);
                falseAlarms += goods.Where((s, i) => goodFolds[i] == fold && s > limit).Count();
                found += bads.Where((s, i) => isLabelled && badFolds[i] == fold && s > limit).Count();
            }
        }

        var full = ThresholdRules.Limit(options, good, validation);
        var recall = bads.Length == 0 ? null
            : Interval(isLabelled ? found / Repeats : bads.Count(s => s > full), bads.Length);
        return new(options.Rule, full, Interval(falseAlarms / Repeats, goods.Length)!, recall);
    }

    private static float Limit(
        ThresholdOptions options, float[] goods, int[] goodFolds, float[] bads, int[] badFolds, int fold, bool isLabelled)
    {
        float[] rest = [.. goods.Where((_, i) => goodFolds[i] != fold)];
        float[] others = isLabelled ? [.. bads.Where((_, i) => badFolds[i] != fold)] : [];
        return ThresholdRules.Limit(options, rest, isLabelled ? new(rest, others) : null);
    }

    /// <summary>A share with the exact binomial interval (Clopper and Pearson 1934), for whole and fractional counts.</summary>
    private static Interval? Interval(double count, int of)
    {
        const double Tail = (1 - Confidence) / 2;
        return new(
            count / of,
            count <= 0 ? 0 : Beta.InvCDF(count, of - count + 1, Tail),
            count >= of ? 1 : Beta.InvCDF(count + 1, of - count, 1 - Tail),
            Confidence);
    }
}

/// <summary>One rule's limit and what it costs.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Limit">The limit from all scores.</param>
/// <param name="FalsePositiveRate">Share of good photos above the limit, by cross-fitting.</param>
/// <param name="Recall">Share of anomalous validation photos above the limit; null where there are none.</param>
public sealed record ThresholdEstimate(ThresholdRule Rule, float Limit, Interval FalsePositiveRate, Interval? Recall);
