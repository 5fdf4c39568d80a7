namespace MLPipeline.Datasets;

/// <summary>
/// The plain layout: <c>good/</c>, and bad photos in <c>bad/</c> or, by kind of defect, in <c>bad/DEFECT</c>.
/// A seeded share of the good photos goes to the test split, with all bad ones. Masks, <c>validation/</c> and <c>labels.csv</c> as in
/// <see cref="MvtecLayout"/>.
/// </summary>
internal sealed class FolderLayout : IDatasetLayout
{
    private const string Bad = "bad";
    private const string Validation = "validation";

    public string Name => "folder";

    public string Understood => "a plain folder (good/, and bad/ or bad/DEFECT/; or a folder of such folders)";

    public IReadOnlyList<CategorySource>? Categories(string root, DatasetOptions options, Action<Finding> remark)
    {
        if (IsCategory(root))
        {
            return [Source(root, root, options)];
        }

        var folders = ImageFiles.FoldersIn(root);
        var own = folders.Where(f => !MvtecLayout.LooksLikeCategory(f) && IsCategory(f)).ToList();
        if (own.Count == 0)
        {
            return null;
        }

        Neighbours.Tell(root, folders.Except(own), MvtecLayout.LooksLikeCategory, "good/", remark);
        return [.. own.Select(f => Source(root, f, options))];
    }

    internal static bool IsCategory(string folder) => Directory.Exists(Path.Combine(folder, Photo.Good));

    private static CategorySource Source(string root, string folder, DatasetOptions options)
    {
        var name = CategorySource.NameOf(folder);
        return new(name, $"the folder '{folder}'", PhotoPlaces.Folder, remarks => Read(new(root, folder, name, remarks), options));
    }

    private static List<Photo> Read(CategoryReader reader, DatasetOptions options)
    {
        var folder = reader.Folder;
        var from = Path.Combine(folder, Photo.Good);
        var good = reader.PhotosOf(from, FolderScan.OfPhotos(from), Photo.Good);
        var inTest = TestPositions(good.Count, options);
        reader.AddFiles(good.Where((_, i) => !inTest.Contains(i)), Split.Train, Photo.Good);
        reader.AddFiles(good.Where((_, i) => inTest.Contains(i)), Split.Test, Photo.Good);

        reader.AddMasksIn(folder);
        AddBad(reader, Path.Combine(folder, Bad), Split.Test);

        var validation = Path.Combine(folder, Validation);
        reader.AddMasksIn(validation);
        foreach (var defect in ImageFiles.FoldersIn(validation).Where(f => !FolderNames.IsOfMasks(f)))
        {
            if (CategorySource.NameOf(defect) == Bad)
            {
                AddBad(reader, defect, Split.Validation);
            }
            else
            {
                reader.Add(defect, Split.Validation, CategorySource.NameOf(defect));
            }
        }

        LabelList.Add(reader);
        reader.TellUnread(
            [Photo.Good, Bad, Validation],
            [folder, validation],
            name => FolderNames.LooksGood(name) ? $"Rename it to '{Photo.Good}' if its products are good."
                : FolderNames.LooksBad(name) ? $"Rename it to '{Bad}' if its photos show defects."
                : $"Move it to bad/{name}/ if its photos show a defect, or to good/.");
        return reader.Finish();
    }

    private static void AddBad(CategoryReader reader, string bad, Split split)
    {
        reader.AddMasksIn(bad);
        reader.AddFlat(bad, split, Bad);
        foreach (var defect in ImageFiles.FoldersIn(bad).Where(f => !FolderNames.IsOfMasks(f)))
        {
            // A folder bad/good would be labelled good by its name alone: it is a kind of bad all the same.
            var name = CategorySource.NameOf(defect);
            reader.Add(defect, split, name == Photo.Good ? Bad : name);
        }
    }

    /// <summary>Positions that go to the test split: the first ones of a seeded shuffle. One photo at least stays in training.</summary>
    private static HashSet<int> TestPositions(int count, DatasetOptions options)
    {
        var positions = Enumerable.Range(0, count).ToArray();
        new Random(options.Seed).Shuffle(positions);
        var share = (int)Math.Round(count * options.TestShare, MidpointRounding.AwayFromZero);
        return positions.Take(Math.Min(share, count - 1)).ToHashSet();
    }
}
