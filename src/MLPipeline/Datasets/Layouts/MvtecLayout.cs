namespace MLPipeline.Datasets;

/// <summary>
/// The layout of MVTec AD: <c>train/good</c>, <c>test/DEFECT</c>, <c>ground_truth/DEFECT/NAME_mask.png</c>
/// and, beyond MVTec, optional <c>validation/good</c> and <c>validation/DEFECT</c>, or
/// <c>labels.csv</c> (<see cref="LabelList"/>).
/// </summary>
internal static class MvtecLayout
{
    public const string Name = "mvtec";

    public static bool IsCategory(string folder) => Directory.Exists(Path.Combine(folder, "train", Photo.Good));

    /// <summary>Has the look of a category, perhaps of one that lacks its good photos.</summary>
    public static bool LooksLikeCategory(string folder) =>
        Directory.Exists(Path.Combine(folder, "train")) || Directory.Exists(Path.Combine(folder, "test"));

    public static CategorySource Source(string root, string folder)
    {
        var name = PhotoMaker.NameOf(folder);
        return new CategorySource(name, warn => Read(root, folder, name, warn));
    }

    private static List<Photo> Read(string root, string folder, string category, Action<string> warn)
    {
        if (!IsCategory(folder))
        {
            throw new DatasetException($"The folder '{folder}' has no train/good. Put the photos of good products there.");
        }
        var maker = new PhotoMaker(root);
        var good = ImageFiles.In(Path.Combine(folder, "train", Photo.Good));
        var photos = good.Select(path => maker.Make(path, category, Split.Train, Photo.Good)).ToList();
        foreach (var other in ImageFiles.FoldersIn(Path.Combine(folder, "train")).Select(PhotoMaker.NameOf).Where(n => n != Photo.Good))
        {
            warn($"train/{other} is not read: training takes good photos only, from train/good.");
        }
        var test = ReadSplit(maker, folder, category, Split.Test, taken: []);
        // A test photo and a validation photo of one name would share one mask: it belongs to the test photo.
        var taken = test.Where(p => p.MaskPath is not null).Select(p => p.MaskPath!).ToHashSet(StringComparer.Ordinal);
        photos.AddRange(ReadSplit(maker, folder, category, Split.Validation, taken));
        photos.AddRange(LabelList.Read(maker, folder, category, [.. photos, .. test], warn));
        photos.AddRange(test);
        return photos;
    }

    private static List<Photo> ReadSplit(PhotoMaker maker, string folder, string category, Split split, HashSet<string> taken)
    {
        var photos = new List<Photo>();
        foreach (var defectFolder in ImageFiles.FoldersIn(Path.Combine(folder, split == Split.Test ? "test" : "validation")))
        {
            var defect = PhotoMaker.NameOf(defectFolder);
            var masks = defect == Photo.Good ? [] : MasksByName(Path.Combine(folder, "ground_truth", defect));
            foreach (var path in ImageFiles.In(defectFolder))
            {
                var mask = masks.GetValueOrDefault(Path.GetFileNameWithoutExtension(path));
                photos.Add(maker.Make(path, category, split, defect, mask is not null && taken.Contains(mask) ? null : mask));
            }
        }
        return photos;
    }

    private static Dictionary<string, string> MasksByName(string folder)
    {
        const string Suffix = "_mask";
        var plain = new Dictionary<string, string>(StringComparer.Ordinal);
        var suffixed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in ImageFiles.In(folder))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            plain.TryAdd(name, path);
            if (name.EndsWith(Suffix, StringComparison.Ordinal))
            {
                suffixed.TryAdd(name[..^Suffix.Length], path);
            }
        }
        // 'x_mask' is MVTec's own form and wins over a plain 'x' beside it.
        foreach (var (name, path) in suffixed)
        {
            plain[name] = path;
        }
        return plain;
    }
}
