namespace MLPipeline.Datasets;

/// <summary>How a folder is read as a dataset.</summary>
public sealed record DatasetOptions
{
    /// <summary>Names of the categories to read; an unknown name is an error.</summary>
    /// <value>Null: all categories.</value>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>Seed of the split of <c>good/</c> in the plain layout.</summary>
    /// <value>42.</value>
    public int Seed { get; init; } = 42;

    /// <summary>Share of the photos of <c>good/</c> that go to the test split in the plain layout, from 0 to below 1.</summary>
    /// <value>0.3.</value>
    public double TestShare { get; init; } = 0.3;

    /// <summary>The most that a photo may have, in millions of pixels; one with more cannot be read.</summary>
    /// <value>100.</value>
    public double MaxMegapixels { get; init; } = PhotoFacts.DefaultMegapixels;

    /// <summary>Whether each warning stops the reading as an error.</summary>
    /// <value>False: warnings are collected in <see cref="Dataset.Warnings"/>.</value>
    public bool Strict { get; init; }
}
