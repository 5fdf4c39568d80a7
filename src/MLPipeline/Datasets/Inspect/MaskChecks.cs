using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>Checks of masks: broken, empty, of another size than the photo, without a photo.</summary>
internal static class MaskChecks
{
    public static IReadOnlyList<Finding> Of(
        Dataset dataset, Category category, IReadOnlyDictionary<Photo, ImageFacts> facts, ParallelOptions parallel)
    {
        var photos = category.Photos.Where(photo => photo.MaskPath is not null).ToList();
        var found = new Finding?[photos.Count];
        Parallel.For(0, photos.Count, parallel, i => found[i] = Check(dataset, photos[i], facts[photos[i]]));
        var orphans = Orphans(dataset, category);
        return
        [
            .. found.OfType<Finding>(),
            .. orphans.Count == 0 ? Array.Empty<Finding>() :
            [
                new Finding(Severity.Warning, category.Name, $"{orphans.Count} mask(s) belong to no photo of the test split: {Words.Some(orphans)}.",
                    "Name a mask after its photo (ground_truth/DEFECT/NAME_mask.png for test/DEFECT/NAME.png), or remove it.", orphans),
            ],
        ];
    }

    private static Finding? Check(Dataset dataset, Photo photo, ImageFacts photoFacts)
    {
        var id = Relative(dataset, photo.MaskPath!);
        Finding Found(Severity severity, string message, string hint) => new(severity, photo.Category, message, hint, [id]);

        var mask = ImageFacts.Read(photo.MaskPath!);
        if (mask.Problem is { } problem)
        {
            return Found(Severity.Error, $"The mask {id} {problem}.", "Replace it, or remove it to leave the photo out of the pixel figures.");
        }
        if (!Masks.Load(photo.MaskPath!, mask.Width, mask.Height).Contains(true))
        {
            return Found(Severity.Error, $"The mask {id} marks no pixel, but its photo is in {photo.Defect}.", "Paint the defect, or move the photo to test/good.");
        }
        return photoFacts.Problem is null && (mask.Width, mask.Height) != (photoFacts.Width, photoFacts.Height)
            ? Found(Severity.Warning, $"The mask {id} has {mask.Width} x {mask.Height} pixels, its photo {photoFacts.Width} x {photoFacts.Height}.",
                "It is stretched to the photo; make it anew if it was cropped.")
            : null;
    }

    private static List<string> Orphans(Dataset dataset, Category category)
    {
        if (dataset.Layout != MvtecLayout.Name)
        {
            return [];
        }
        // One category given directly is the root itself.
        var folder = category.Photos[0].Id.StartsWith(category.Name + "/", StringComparison.Ordinal) && Directory.Exists(Path.Combine(dataset.Root, category.Name, "train"))
            ? Path.Combine(dataset.Root, category.Name)
            : dataset.Root;
        var used = category.Photos.Select(photo => photo.MaskPath).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return ImageFiles.FoldersIn(Path.Combine(folder, "ground_truth")).Where(f => PhotoMaker.NameOf(f) != Photo.Good)
            .SelectMany(ImageFiles.In).Where(path => !used.Contains(path)).Select(path => Relative(dataset, path)).ToList();
    }

    private static string Relative(Dataset dataset, string path) => Path.GetRelativePath(dataset.Root, path).Replace('\\', '/');
}
