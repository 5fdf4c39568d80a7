namespace MLPipeline.Datasets;

/// <summary>How large the sample dataset is. Counts are per category.</summary>
public sealed record SampleOptions
{
    /// <summary>Seed of everything that is drawn; the same seed gives the same bytes.</summary>
    /// <value>42.</value>
    public int Seed { get; init; } = 42;

    /// <summary>Good photos to learn from.</summary>
    /// <value>40.</value>
    public int Train { get; init; } = 40;

    /// <summary>Good photos of the test split.</summary>
    /// <value>20.</value>
    public int TestGood { get; init; } = 20;

    /// <summary>Photos of each of the three kinds of defect.</summary>
    /// <value>10.</value>
    public int PerDefect { get; init; } = 10;
}
