namespace MLPipeline.Datasets;

/// <summary>
/// The layout of MVTec AD: <c>train/good</c>, <c>test/DEFECT</c>, <c>ground_truth/DEFECT/NAME_mask.png</c> (see <see cref="MaskIndex"/>),
/// or <c>test_public</c> of MVTec AD 2 with its own <c>ground_truth</c>; and, beyond MVTec, optional <c>train/DEFECT</c> with known
/// defects, <c>validation/good</c> and <c>validation/DEFECT</c>, or <c>labels.csv</c> (<see cref="LabelList"/>).
/// </summary>
internal sealed class MvtecLayout : IDatasetLayout
{
    private const string Train = "train";

    private static readonly (string Folder, Split Split)[] Labelled = [("test", Split.Test), ("test_public", Split.Test), ("validation", Split.Validation)];

    public string Name => "mvtec";

    public string Understood =>
        "MVTec AD (train/good, test/good, test/DEFECT, optional ground_truth/DEFECT; one category or a folder of categories)";

    public IReadOnlyList<CategorySource>? Categories(string root, DatasetOptions options, Action<Finding> remark)
    {
        if (CategoryAbove(root) is { } category)
        {
            throw new DatasetException($"'{root}' is a part of the category '{category}': name that folder, so that its training and test photos stay apart.");
        }

        if (LooksLikeCategory(root))
        {
            return IsCategory(root)
                ? [Source(root, root)]
                : throw new DatasetException(
                    $"'{root}' looks like one category of MVTec AD, but has no train/good; found: {Dataset.Found(root)}. Put the photos of good products into train/good.{Dataset.Near(Path.Combine(root, "train"))}");
        }

        // A folder of plain categories may have an odd folder that looks like one of these.
        var folders = ImageFiles.FoldersIn(root);
        var own = folders.Where(LooksLikeCategory).ToList();
        if (FolderLayout.IsCategory(root) || own.Count == 0 || (!own.Any(IsCategory) && folders.Except(own).Any(FolderLayout.IsCategory)))
        {
            return null;
        }

        Neighbours.Tell(root, folders.Except(own), FolderLayout.IsCategory, "train/good", remark);
        return [.. own.Select(f => Source(root, f))];
    }

    internal static bool IsCategory(string folder) => Directory.Exists(Path.Combine(folder, Train, Photo.Good));

    /// <summary>Has the look of a category, perhaps of one that lacks its good photos.</summary>
    internal static bool LooksLikeCategory(string folder) =>
        Directory.Exists(Path.Combine(folder, Train)) || Labelled.Any(l => l.Split == Split.Test && Directory.Exists(Path.Combine(folder, l.Folder)));

    /// <summary>The category that a folder is a part of, such as <c>bottle</c> for <c>bottle/train</c> and <c>bottle/test/scratch</c>; null if there is none.</summary>
    private static string? CategoryAbove(string folder)
    {
        string[] parts = [Train, "ground_truth", .. Labelled.Select(l => l.Folder)];
        for (var part = folder; Path.GetDirectoryName(part) is { } above; part = above)
        {
            if (parts.Contains(Path.GetFileName(part), StringComparer.Ordinal) && IsCategory(above))
            {
                return above;
            }
        }

        return null;
    }

    private static CategorySource Source(string root, string folder)
    {
        var name = CategorySource.NameOf(folder);
        return new(name, $"the folder '{folder}'", PhotoPlaces.Mvtec, remarks => Read(new(root, folder, name, remarks)));
    }

    private static List<Photo> Read(CategoryReader reader)
    {
        var train = Path.Combine(reader.Folder, Train);
        if (!IsCategory(reader.Folder))
        {
            var near = ImageFiles.FoldersIn(train).Select(CategorySource.NameOf).FirstOrDefault(FolderNames.LooksGood);
            throw new DatasetException(
                $"The folder '{reader.Folder}' has no train/good. Put the photos of good products there."
                + (near is null ? "" : $" Is train/{near} meant? Rename it to '{Photo.Good}'."));
        }

        reader.Add(Path.Combine(train, Photo.Good), Split.Train, Photo.Good);
        reader.AddMasksIn(reader.Folder);
        AddKnownDefects(reader, train);
        foreach (var (name, split) in Labelled)
        {
            var folder = Path.Combine(reader.Folder, name);
            reader.AddMasksIn(folder);
            foreach (var defect in ImageFiles.FoldersIn(folder).Where(f => !FolderNames.IsOfMasks(f)))
            {
                reader.Add(defect, split, CategorySource.NameOf(defect));
            }
        }

        LabelList.Add(reader);
        reader.TellUnread(
            [Train, .. Labelled.Select(l => l.Folder)],
            [reader.Folder, train, .. Labelled.Select(l => Path.Combine(reader.Folder, l.Folder))],
            name => name.StartsWith("test", StringComparison.OrdinalIgnoreCase)
                ? "Nothing says which of them are good: score them with the finished model, or sort them into test/good and test/DEFECT."
                : $"Move them {PhotoPlaces.Mvtec.TrainGood} if the products are good, or {PhotoPlaces.Mvtec.TestBad}.");
        return reader.Finish();
    }

    /// <summary>What lies beside train/good are defects that the detector may be taught by.</summary>
    private static void AddKnownDefects(CategoryReader reader, string train)
    {
        reader.AddMasksIn(train);
        foreach (var folder in ImageFiles.FoldersIn(train).Where(f => !FolderNames.IsOfMasks(f)))
        {
            var name = CategorySource.NameOf(folder);
            if (name != Photo.Good && FolderNames.LooksGood(name))
            {
                reader.Remarks.Warn($"train/{name} is not read: beside train/good stand known defects, and its name says that the products are good.", $"Move its photos to train/{Photo.Good} if they are, or name it after the defect.");
            }
            else if (name != Photo.Good)
            {
                reader.Add(folder, Split.Train, name);
            }
        }
    }
}
