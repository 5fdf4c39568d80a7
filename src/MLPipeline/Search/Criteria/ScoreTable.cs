using MLPipeline.Scores;

namespace MLPipeline.Search;

/// <summary>What one configuration, fitted on a part of one category's good photos, says of the photos of the validation.</summary>
/// <param name="Good">Scores of the held-out good photos.</param>
/// <param name="Groups">The anomalies by kind.</param>
public sealed record ScoreTable(IReadOnlyList<float> Good, IReadOnlyList<ScoreGroup> Groups)
{
    /// <summary>Mean over the groups of the AUROC against the good photos, by the groups' weights.</summary>
    public double Auroc() => Mean(g => Ranked(g, (s, l) => ImageMetrics.Auroc(s, l)));

    /// <summary>Mean over the groups of the average precision against the good photos, by the groups' weights.</summary>
    public double AveragePrecision() => Mean(g => Ranked(g, (s, l) => ImageMetrics.AveragePrecision(s, l)));

    /// <summary>The mean of a figure over the groups, by their weights.</summary>
    internal double Mean(Func<ScoreGroup, double> figure) => Groups.Sum(g => g.Weight * figure(g)) / Groups.Sum(g => g.Weight);

    /// <summary>The scores of an ensemble: the weighted mean of the members' standardised log-scores, as the ensemble of a model makes them.</summary>
    internal static ScoreTable Combine(IReadOnlyList<ScoreTable> members, IReadOnlyList<double>? weights = null)
    {
        if (members.Count == 1)
        {
            return members[0];
        }

        weights ??= [.. members.Select(_ => 1.0)];
        var scales = members.Select(m => Standardizer.Of([.. m.Good])).ToArray();
        float[] Join(Func<ScoreTable, IReadOnlyList<float>> part) =>
            [.. Enumerable.Range(0, part(members[0]).Count).Select(i => (float)(members.Select((m, k) => weights[k] * scales[k].Apply(part(m)[i])).Sum() / weights.Sum()))];
        return new(Join(m => m.Good), [.. members[0].Groups.Select((g, k) => g with { Scores = Join(m => m.Groups[k].Scores) })]);
    }

    private double Ranked(ScoreGroup group, Func<float[], bool[], double?> metric) => metric(
        [.. Good, .. group.Scores],
        [.. Good.Select(_ => false), .. group.Scores.Select(_ => true)]) ?? double.NaN;
}

/// <summary>The anomalies of one kind.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Weight">Weight in the objective, more than 0.</param>
/// <param name="Scores">Their scores.</param>
/// <param name="Sources">For each the index of the good photo that it is painted on; null for real ones.</param>
public sealed record ScoreGroup(string Name, double Weight, IReadOnlyList<float> Scores, IReadOnlyList<int>? Sources);
