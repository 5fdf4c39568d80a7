namespace MLPipeline.Datasets;

/// <summary>
/// The plain layout: <c>good/</c>, and bad photos in <c>bad/</c> or, by kind of defect, in <c>bad/DEFECT</c>.
/// A seeded share of the good photos goes to the test split, with all bad ones.
/// </summary>
internal static class FolderLayout
{
    public const string Name = "folder";
    private const string Bad = "bad";

    public static bool IsCategory(string folder) => Directory.Exists(Path.Combine(folder, Photo.Good));

    public static CategorySource Source(string root, string folder, DatasetOptions options)
    {
        var name = PhotoMaker.NameOf(folder);
        return new CategorySource(name, warn => Read(root, folder, name, options, warn));
    }

    private static List<Photo> Read(string root, string folder, string category, DatasetOptions options, Action<string> warn)
    {
        if (!IsCategory(folder))
        {
            throw new DatasetException($"The folder '{folder}' has no good/. Put the photos of good products there.");
        }
        var maker = new PhotoMaker(root);
        var good = ImageFiles.In(Path.Combine(folder, Photo.Good));
        var inTest = TestPositions(good.Count, options);
        var photos = new List<Photo>();
        photos.AddRange(good.Where((_, i) => !inTest.Contains(i)).Select(path => maker.Make(path, category, Split.Train, Photo.Good)));

        var bad = Path.Combine(folder, Bad);
        var test = good.Where((_, i) => inTest.Contains(i)).Select(path => maker.Make(path, category, Split.Test, Photo.Good)).ToList();
        test.AddRange(ImageFiles.In(bad).Select(path => maker.Make(path, category, Split.Test, Bad)));
        foreach (var defect in ImageFiles.FoldersIn(bad))
        {
            // A folder bad/good would be labelled good by its name alone: it is a kind of bad all the same.
            var name = PhotoMaker.NameOf(defect);
            test.AddRange(ImageFiles.In(defect).Select(path => maker.Make(path, category, Split.Test, name == Photo.Good ? Bad : name)));
        }
        photos.AddRange(test.OrderBy(photo => photo.Path, StringComparer.Ordinal));

        foreach (var other in ImageFiles.FoldersIn(folder).Where(f => PhotoMaker.NameOf(f) is not (Photo.Good or Bad) && ImageFiles.In(f).Count > 0))
        {
            warn($"{PhotoMaker.NameOf(other)}/ is not read: move it to bad/{PhotoMaker.NameOf(other)}/ if its photos show a defect, or to good/.");
        }
        return photos;
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
