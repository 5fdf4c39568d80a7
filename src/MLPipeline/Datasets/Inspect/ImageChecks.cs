using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>Checks of the photos of a category: unreadable, tiny, of mixed sizes or colour modes.</summary>
internal static class ImageChecks
{
    private const int Tiny = 32;

    /// <summary>Photos that cannot be read: one finding per cause, so that a folder of the same trouble is one line.</summary>
    public static IEnumerable<Finding> Unreadable(Category category) => Unreadable(
        category.Name, [.. category.Photos.Select(p => (p, category.Ledger[p.Path].Problem)).Where(p => p.Problem is not null).Select(p => (p.p, p.Problem!))]);

    /// <inheritdoc cref="Unreadable(Category)"/>
    public static IEnumerable<Finding> Unreadable(string category, IReadOnlyList<(Photo Photo, string Problem)> photos) =>
        photos.GroupBy(p => p.Problem, StringComparer.Ordinal).Select(same =>
        {
            var files = same.Select(p => p.Photo.Id).ToList();
            return new Finding(
                Severity.Error, category,
                files.Count == 1 ? $"{files[0]} is left out: {same.Key}." : $"{files.Count} photos are left out: {same.Key}: {Words.Some(files)}.",
                "Replace the file or remove it.", files);
        });

    /// <summary>What would spoil the figures of those that can be read.</summary>
    public static IEnumerable<Finding> Of(Category category)
    {
        var whole = category.Photos.Select(photo => (Photo: photo, Facts: category.Ledger[photo.Path])).Where(w => w.Facts.Problem is null).ToList();
        Finding Found(Severity severity, string message, string hint, Func<PhotoFacts, bool> which) =>
            new(severity, category.Name, message, hint, [.. whole.Where(w => which(w.Facts)).Select(w => w.Photo.Id)]);
        int Count(Func<PhotoFacts, bool> which) => whole.Count(w => which(w.Facts));

        if (Count(IsTiny) is var tiny and > 0)
        {
            yield return Found(Severity.Warning, $"{tiny} photo(s) have a side of less than {Tiny} pixels.", "Take them out: nothing can be seen on them.", IsTiny);
        }

        // Against the ratio of most photos: the model's input follows it, and others get borders.
        var usual = whole.GroupBy(w => Math.Round(w.Facts.AspectRatio, 2)).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).FirstOrDefault()?.Key ?? 1;
        bool IsOdd(PhotoFacts f) => Math.Abs((f.AspectRatio / usual) - 1) > 0.05;
        if (Count(IsOdd) is var odd and > 0)
        {
            yield return Found(
                Severity.Warning,
                FormattableString.Invariant($"{odd} of {whole.Count} photos differ by more than 5 % from the usual aspect ratio of {usual:0.00}."),
                "Crop them alike, or make a category for each kind: they get borders that others lack.", IsOdd);
        }

        var modes = whole.Select(w => w.Facts.Mode).Distinct().Order(StringComparer.Ordinal).ToList();
        if (modes.Select(ColorMode.IsColored).Distinct().Count() > 1)
        {
            yield return Found(Severity.Warning, $"Gray and coloured photos are mixed ({string.Join(", ", modes)}).",
                "Convert them all to gray or take them all in colour: else the missing colour counts as a defect.", f => !ColorMode.IsColored(f.Mode));
        }

        foreach (var (part, hint) in new[]
        {
            ("16", "They are read with 8 bits per channel; stretch the contrast beforehand if the picture is dark."),
            ("cmyk", "Convert them to RGB: decoders disagree on the colours of CMYK."),
        })
        {
            bool Has(PhotoFacts f) => f.Mode.Contains(part, StringComparison.Ordinal);
            if (Count(Has) is var n and > 0)
            {
                yield return Found(part == "cmyk" ? Severity.Warning : Severity.Info, $"{n} photo(s) are stored as {string.Join(", ", modes.Where(m => m.Contains(part, StringComparison.Ordinal)))}.", hint, Has);
            }
        }

        if (Count(f => f.IsSeeThrough) is var seeThrough and > 0)
        {
            yield return Found(
                seeThrough < whole.Count ? Severity.Warning : Severity.Info,
                $"{seeThrough} of {whole.Count} photos have see-through pixels.",
                "What is transparent is black to the model, whatever colour hides there: put the product on one background in all of them.", f => f.IsSeeThrough);
        }

        if (Count(f => f.IsTurned) is var turned and > 0)
        {
            yield return Found(Severity.Warning, $"{turned} photo(s) carry an EXIF note to be turned or mirrored.",
                "Store them upright (for instance with 'exiftran -ai' or 'mogrify -auto-orient'), so that every program sees the same picture.", f => f.IsTurned);
        }
    }

    private static bool IsTiny(PhotoFacts facts) => Math.Min(facts.Width, facts.Height) < Tiny;
}
