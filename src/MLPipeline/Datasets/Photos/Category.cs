namespace MLPipeline.Datasets;

/// <summary>The photos of one product category.</summary>
/// <param name="Name">Name of the category.</param>
/// <param name="Photos">All its photos: train, validation, test, each in ordinal order of the paths.</param>
public sealed record Category(string Name, IReadOnlyList<Photo> Photos)
{
    /// <summary>The good photos to learn from; never an anomalous one.</summary>
    public IEnumerable<Photo> Train => Of(Split.Train).Where(photo => !photo.IsAnomalous);

    /// <summary>The known defects, which may teach a detector: those beside the good training photos, and those of the validation split.</summary>
    public IEnumerable<Photo> KnownDefects => Photos.Where(photo => photo.IsAnomalous && photo.Split != Split.Test);

    /// <summary>The photos that a search may look at; often none.</summary>
    public IEnumerable<Photo> Validation => Of(Split.Validation);

    /// <summary>The photos of the final evaluation.</summary>
    public IEnumerable<Photo> Test => Of(Split.Test);

    /// <summary>The facts of the photos' files, read when they are asked for.</summary>
    /// <value>A ledger with the usual limit of size; the categories of one dataset share theirs.</value>
    public PhotoLedger Ledger { get; init; } = new();

    /// <summary>Where photos belong in the layout that the category was read from.</summary>
    /// <value>The places of MVTec AD.</value>
    public PhotoPlaces Places { get; init; } = PhotoPlaces.Mvtec;

    private IEnumerable<Photo> Of(Split split) => Photos.Where(photo => photo.Split == split);
}

/// <summary>Where photos belong, in words for messages, so that each advice is true for the layout at hand.</summary>
/// <param name="TrainGood">Good photos to learn from.</param>
/// <param name="TestGood">Good photos of the test split.</param>
/// <param name="TestBad">Bad photos of the test split.</param>
/// <param name="Validation">Labelled photos that a search may look at.</param>
public sealed record PhotoPlaces(string TrainGood, string TestGood, string TestBad, string Validation)
{
    internal static PhotoPlaces Mvtec { get; } = new(
        "to train/good", "to test/good", "to test/DEFECT",
        "to validation/good and validation/DEFECT, or list them in labels.csv");

    internal static PhotoPlaces Folder { get; } = new(
        "to good/", "to good/ (a share of it is the test split)", "to bad/ or bad/DEFECT",
        "to validation/good and validation/DEFECT, or list them in labels.csv");

    internal static PhotoPlaces Visa { get; } = new(
        "to split_csv/1cls.csv with the split train and the label normal", "to split_csv/1cls.csv with the split test and the label normal",
        "to split_csv/1cls.csv with the split test and the label anomaly", "to split_csv/1cls.csv with the split validation");
}
