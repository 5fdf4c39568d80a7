namespace MLPipeline.Datasets;

/// <summary>Counts of one category. Broken files are counted in the splits, but have no size and no colour mode.</summary>
/// <param name="Name">Name of the category.</param>
/// <param name="Train">Good photos to learn from.</param>
/// <param name="Validation">Photos that a search may look at.</param>
/// <param name="TestGood">Good photos of the test split.</param>
/// <param name="Defects">Bad photos of the test split by kind of defect, in ordinal order.</param>
/// <param name="Masks">Photos with a mask.</param>
/// <param name="Broken">Photos that do not decode.</param>
/// <param name="Sizes">Photos by size (<c>900 x 900</c>, width x height in pixels as stored), most frequent first.</param>
/// <param name="AspectRatios">Photos by width / height, rounded to two digits, most frequent first.</param>
/// <param name="ColorModes">Photos by colour mode (gray, palette, colour, cmyk; 16 = more than 8 bits per channel; +alpha), most frequent first.</param>
public sealed record CategorySummary(
    string Name,
    int Train,
    int Validation,
    int TestGood,
    IReadOnlyDictionary<string, int> Defects,
    int Masks,
    int Broken,
    IReadOnlyDictionary<string, int> Sizes,
    IReadOnlyDictionary<string, int> AspectRatios,
    IReadOnlyDictionary<string, int> ColorModes)
{
    internal static CategorySummary Of(Category category)
    {
        var whole = category.Photos.Select(photo => category.Ledger[photo.Path]).Where(f => f.Problem is null).ToList();
        return new CategorySummary(
            category.Name,
            category.Train.Count(),
            category.Validation.Count(),
            category.Test.Count(photo => !photo.IsAnomalous),
            new SortedDictionary<string, int>(
                category.Test.Where(photo => photo.IsAnomalous).CountBy(photo => photo.Defect).ToDictionary(), StringComparer.Ordinal),
            category.Photos.Count(photo => photo.MaskPath is not null),
            category.Photos.Count - whole.Count,
            Count(whole.Select(f => $"{f.Width} x {f.Height}")),
            Count(whole.Select(f => FormattableString.Invariant($"{f.AspectRatio:0.00}"))),
            Count(whole.Select(f => f.Mode)));
    }

    private static OrderedDictionary<string, int> Count(IEnumerable<string> values) => new(
        values.CountBy(value => value).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal));
}
