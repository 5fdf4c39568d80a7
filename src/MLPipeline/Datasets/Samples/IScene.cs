namespace MLPipeline.Datasets;

/// <summary>A product that can be photographed, good or with one of three kinds of defect.</summary>
internal interface IScene
{
    /// <summary>Name of the category.</summary>
    string Name { get; }

    /// <summary>Names of the three kinds of defect.</summary>
    IReadOnlyList<string> Defects { get; }

    /// <summary>Takes a photo.</summary>
    /// <param name="random">Gives everything that differs from photo to photo.</param>
    /// <param name="test">Whether the photo is for the test split, which shows other pieces of material than the train split.</param>
    /// <param name="defect">One of <see cref="Defects"/>; null for a good product.</param>
    Picture Photograph(Random random, bool test, string? defect);
}
