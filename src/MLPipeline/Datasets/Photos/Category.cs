namespace MLPipeline.Datasets;

/// <summary>The photos of one product category.</summary>
/// <param name="Name">Name of the category.</param>
/// <param name="Photos">All its photos: train, validation, test, each in ordinal order of the paths.</param>
public sealed record Category(string Name, IReadOnlyList<Photo> Photos)
{
    /// <summary>The good photos to learn from; never an anomalous one.</summary>
    public IEnumerable<Photo> Train => Of(Split.Train);

    /// <summary>The photos that a search may look at; often none.</summary>
    public IEnumerable<Photo> Validation => Of(Split.Validation);

    /// <summary>The photos of the final evaluation.</summary>
    public IEnumerable<Photo> Test => Of(Split.Test);

    private IEnumerable<Photo> Of(Split split) => Photos.Where(photo => photo.Split == split);
}
