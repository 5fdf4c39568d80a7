using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>
/// The photos of a folder, by category, in one of <see cref="DatasetLayouts"/>; files are found by name,
/// none is decoded. The same folder and options give the same lists in the same order.
/// </summary>
public sealed class Dataset
{
    /// <summary>Below this number of good training photos a category gets a warning.</summary>
    public const int FewGoodPhotos = 10;

    private Dataset(string root, string layout, PhotoLedger ledger, IReadOnlyList<Category> categories, IReadOnlyList<Finding> findings)
    {
        Root = root;
        Layout = layout;
        Ledger = ledger;
        Categories = categories;
        Findings = findings;
    }

    /// <summary>Absolute path of the folder.</summary>
    public string Root { get; }

    /// <summary>Names of categories that were found and cannot be used; <see cref="Findings"/> says why.</summary>
    public IReadOnlyList<string> LeftOut =>
        [.. Findings.Where(f => f.Severity == Severity.Error).Select(f => f.Category).Distinct().Except(Categories.Select(c => FileNames.Shown(c.Name)))];

    /// <summary>Name of the layout found, such as <c>mvtec</c>, <c>visa</c> or <c>folder</c>.</summary>
    public string Layout { get; }

    /// <summary>The categories in ordinal order of their names; at least one, each with at least one training photo.</summary>
    public IReadOnlyList<Category> Categories { get; }

    /// <summary>What is odd and did not stop the reading, one sentence each, starting with the category's name.</summary>
    public IReadOnlyList<string> Warnings => [.. Findings.Select(f => f.ToString())];

    /// <summary>The facts of all photos, each file read once.</summary>
    public PhotoLedger Ledger { get; }

    /// <summary>The warnings with their files.</summary>
    internal IReadOnlyList<Finding> Findings { get; }

    /// <summary>
    /// Reads a folder. MVTec AD: a folder of categories or one category, each with <c>train/good</c>, <c>test/DEFECT</c>,
    /// optional <c>ground_truth/DEFECT/NAME_mask.png</c>, <c>validation/good</c> and <c>validation/DEFECT</c>. VisA: <c>split_csv/1cls.csv</c>.
    /// Plain: <c>good/</c> and <c>bad/</c> or <c>bad/DEFECT/</c>, or a folder of such folders.
    /// </summary>
    /// <param name="folder">The folder, absolute or relative to the current directory.</param>
    /// <param name="options">Which categories, and how a plain folder is split.</param>
    /// <exception cref="DatasetException">
    /// The folder does not exist, cannot be read, fits no layout, has no good photos, or lacks a category asked for;
    /// with <see cref="DatasetOptions.Strict"/> also each warning.
    /// </exception>
    public static Dataset Open(string folder, DatasetOptions? options = null)
    {
        options ??= new DatasetOptions();
        if (!(options.TestShare >= 0 && options.TestShare < 1))
        {
            throw new DatasetException(FormattableString.Invariant($"The test share is {options.TestShare}; it must be at least 0 and below 1."));
        }
        if (!(options.MaxMegapixels > 0))
        {
            throw new DatasetException(FormattableString.Invariant($"The limit is {options.MaxMegapixels} megapixels; it must be above 0."));
        }

        var root = FullPath(folder);
        var findings = new List<Finding>();
        var (layout, sources) = Find(root, options, findings);
        var chosen = Choose(root, sources, options.Categories);
        var ledger = new PhotoLedger(options.MaxMegapixels);
        var categories = new List<Category>();
        foreach (var source in chosen)
        {
            if (ReadCategory(root, source, ledger, isOnly: chosen.Count == 1, findings) is { } category)
            {
                categories.Add(category);
            }
        }

        if (categories.Count == 0)
        {
            throw new DatasetException($"No category of '{root}' can be used:\n{string.Join('\n', findings)}");
        }

        if (options.Strict && findings.Count > 0)
        {
            throw new DatasetException($"'{root}' has {findings.Count} warning(s), and strict reading takes each as an error:\n{string.Join('\n', findings)}");
        }

        return new Dataset(root, layout, ledger, categories, findings);
    }

    private static string FullPath(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
        {
            throw new DatasetException("No dataset folder was given. " + Understood);
        }
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(root))
        {
            throw new DatasetException($"'{root}' is a file; a dataset is a folder. " + Understood);
        }
        return Directory.Exists(root)
            ? root
            : throw new DatasetException($"There is no folder '{root}' (or this user may not enter the folder above it). Check the path. " + Understood);
    }

    // Asked each time: a layout may have been registered since.
    private static string Understood =>
        $"Understood are: {string.Join("; ", DatasetLayouts.All.All.Select(l => l.Understood))}. "
        + "Simplest way out: move the photos of good products to good/ and those of bad ones to bad/. "
        + $"Photos end in {string.Join(", ", ImageFiles.Endings)}.";

    private static (string Layout, IReadOnlyList<CategorySource> Sources) Find(string root, DatasetOptions options, List<Finding> findings)
    {
        foreach (var layout in DatasetLayouts.All.All)
        {
            if (layout.Categories(root, options, findings.Add) is { } sources)
            {
                return (layout.Name, sources);
            }
        }

        throw new DatasetException($"'{root}' fits no layout; found: {Found(root)}.{Near(root)} {Understood}");
    }

    private static IReadOnlyList<CategorySource> Choose(string root, IReadOnlyList<CategorySource> sources, IReadOnlyList<string>? wanted)
    {
        if (wanted is null || wanted.Count == 0)
        {
            return sources;
        }

        var names = sources.Select(source => source.Name).ToList();
        var unknown = wanted.Except(names, FileNames.Comparer).ToList();
        return unknown.Count == 0
            ? sources.Where(source => wanted.Contains(source.Name, FileNames.Comparer)).ToList()
            : throw new DatasetException(
                $"'{root}' has no category {string.Join(", ", unknown)}; it has: {string.Join(", ", names)}.{NearMiss.Hint(unknown[0], names)}");
    }

    private static Category? ReadCategory(string root, CategorySource source, PhotoLedger ledger, bool isOnly, List<Finding> findings)
    {
        var shown = FileNames.Shown(source.Name);
        var remarks = new Remarks(root, shown);
        Category category;
        try
        {
            if (FileNames.ProblemOf(source.Name) is { } problem)
            {
                throw new DatasetException($"the category's name '{shown}' ({source.Where}) {problem}. The results of a category stand in a folder of its name: call it otherwise.");
            }

            category = new Category(source.Name, source.Read(remarks)) { Ledger = ledger, Places = source.Places };
            if (!category.Train.Any())
            {
                throw new DatasetException($"there is no good photo to learn from. Add photos of good products {source.Places.TrainGood}."
                    + (remarks.Found.Count > 0 ? " " + string.Join(' ', remarks.Found.Select(f => f.Message)) : ""));
            }
        }
        catch (DatasetException e) when (!isOnly)
        {
            findings.Add(new(Severity.Error, shown, $"left out: {e.Message}", "", []));
            return null;
        }
        catch (DatasetException e)
        {
            throw new DatasetException($"{shown}: {e.Message}", e);
        }

        Remark(category, remarks);
        findings.AddRange(remarks.Found);
        return category;
    }

    private static void Remark(Category category, Remarks remarks)
    {
        var train = category.Train.Count();
        if (train < FewGoodPhotos)
        {
            remarks.Warn($"only {train} good photo(s) to learn from; below {FewGoodPhotos} the threshold is a guess.", "Add good photos, 100 or more are better.");
        }

        var (bad, good) = (category.Test.Any(p => p.IsAnomalous), category.Test.Any(p => !p.IsAnomalous));
        if (!bad)
        {
            remarks.Warn(
                $"no photo of a defect{(good ? "" : ", and no photo of a good product,")} in the test split, so AUROC and the like are not available.",
                $"Add some {category.Places.TestBad}{(good ? "" : $" and {category.Places.TestGood}")} to measure the detector.");
        }
        else if (!good)
        {
            remarks.Warn("no photo of a good product in the test split, so AUROC and the rate of false alarms are not available.", $"Add some {category.Places.TestGood}.");
        }

        var defects = category.Photos.Where(photo => photo.IsAnomalous && photo.Split != Split.Train).ToList();
        var unmasked = defects.Where(photo => photo.MaskPath is null).Select(photo => photo.Id).ToList();
        if (unmasked.Count > 0 && unmasked.Count < defects.Count)
        {
            remarks.Warn($"{unmasked.Count} of {defects.Count} photos of defects have no mask and do not count in pixel figures: {Words.Some(unmasked)}.");
        }
    }

    internal static string Found(string root)
    {
        var folders = ImageFiles.FoldersIn(root).Select(path => FileNames.Shown(CategorySource.NameOf(path)) + "/").ToList();
        var images = ImageFiles.In(root).Count;
        return folders.Count == 0 && images == 0 ? "no folder and no photo"
            : $"{(folders.Count == 0 ? "no folder" : "the folder(s) " + Words.Some(folders, 8))} and {images} photo(s) directly in it";
    }

    /// <summary>What to rename, where a folder only looks like good products.</summary>
    internal static string Near(string folder) => ImageFiles.FoldersIn(folder).Select(CategorySource.NameOf).FirstOrDefault(FolderNames.LooksGood) is { } near
        ? $" Are the products in {FileNames.Shown(near)}/ good? Rename it to '{Photo.Good}'." : "";
}
