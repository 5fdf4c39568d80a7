using MLPipeline.Pipelines;

namespace MLPipeline.Search;

/// <summary>What mattered in a search: the objective by backbone, size, layers, cells and detector.</summary>
internal static class WhatMattered
{
    private static readonly (string Name, Func<MemberOptions, object> Value)[] Factors =
    [
        ("backbone", m => Path.GetFileNameWithoutExtension(m.Featurizer.Backbone)),
        ("size", m => m.Featurizer.Size),
        ("layers", m => string.Join('+', m.Featurizer.Layers)),
        ("cells", m => m.Embedding.Cells),
        ("detector", m => m.Detector.Type),
    ];

    /// <summary>
    /// The mean and the best objective of the trials that share a value, for each value of each factor. A mean over trials
    /// that an engine chose is a hint: the other factors are not held constant.
    /// </summary>
    public static IReadOnlyList<FactorValue> Of(IReadOnlyList<Trial> trials) =>
        [.. from factor in Factors
            from value in trials.Where(t => t.Objective is not null).GroupBy(t => factor.Value(t.Member)).OrderBy(g => g.Key)
            select new FactorValue(factor.Name, value.Key.ToString()!, value.Count(), value.Average(t => t.Objective!.Value), value.Max(t => t.Objective!.Value))];
}

/// <summary>The trials that share a value of a factor.</summary>
/// <param name="Factor">Such as <c>detector</c>.</param>
/// <param name="Value">Such as <c>pca-residual</c>.</param>
/// <param name="Trials">Their number, without failed ones.</param>
/// <param name="Mean">Their mean objective.</param>
/// <param name="Best">The best of them.</param>
internal sealed record FactorValue(string Factor, string Value, int Trials, double Mean, double Best);
