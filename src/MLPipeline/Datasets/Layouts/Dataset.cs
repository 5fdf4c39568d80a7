using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>
/// The photos of a folder, by category. Three layouts are understood (see <see cref="Open"/>); files are found by name,
/// none is decoded. The same folder and options give the same lists in the same order.
/// </summary>
public sealed class Dataset
{
    /// <summary>Below this number of good training photos a category gets a warning.</summary>
    public const int FewGoodPhotos = 10;

    private const string Understood =
        "Understood are: MVTec AD (train/good, test/good, test/DEFECT, optional ground_truth/DEFECT; one category or a folder of categories), "
        + "VisA (split_csv/1cls.csv), and a plain folder (good/, and bad/ or bad/DEFECT/; or a folder of such folders). "
        + "Simplest way out: move the photos of good products to good/ and those of bad ones to bad/. "
        + "Photos end in .png, .jpg, .jpeg, .bmp, .webp or .gif.";

    private Dataset(string root, string layout, IReadOnlyList<Category> categories, IReadOnlyList<string> warnings)
    {
        Root = root;
        Layout = layout;
        Categories = categories;
        Warnings = warnings;
    }

    /// <summary>Absolute path of the folder.</summary>
    public string Root { get; }

    /// <summary>The layout found: <c>mvtec</c>, <c>visa</c> or <c>folder</c>.</summary>
    public string Layout { get; }

    /// <summary>The categories in ordinal order of their names; at least one, each with at least one training photo.</summary>
    public IReadOnlyList<Category> Categories { get; }

    /// <summary>What is odd and did not stop the reading, one sentence each, starting with the category's name.</summary>
    public IReadOnlyList<string> Warnings { get; }

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
        var root = FullPath(folder);
        var warnings = new List<string>();
        var (layout, sources) = Find(root, options, warnings);
        var chosen = Choose(root, sources, options.Categories);
        var categories = new List<Category>();
        foreach (var source in chosen)
        {
            if (ReadCategory(source, isOnly: chosen.Count == 1, warnings) is { } category)
            {
                categories.Add(category);
            }
        }
        if (categories.Count == 0)
        {
            throw new DatasetException($"No category of '{root}' can be used:\n{string.Join('\n', warnings)}");
        }
        if (options.Strict && warnings.Count > 0)
        {
            throw new DatasetException($"'{root}' has {warnings.Count} warning(s), and strict reading takes each as an error:\n{string.Join('\n', warnings)}");
        }
        return new Dataset(root, layout, categories, warnings);
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

    private static (string Layout, IReadOnlyList<CategorySource> Sources) Find(string root, DatasetOptions options, List<string> warnings)
    {
        var folders = ImageFiles.FoldersIn(root);
        if (File.Exists(VisaLayout.ListOf(root)))
        {
            return (VisaLayout.Name, VisaLayout.Sources(root));
        }
        if (MvtecLayout.LooksLikeCategory(root))
        {
            return MvtecLayout.IsCategory(root)
                ? (MvtecLayout.Name, [MvtecLayout.Source(root, root)])
                : throw new DatasetException($"'{root}' looks like one category of MVTec AD, but has no train/good; found: {Found(root)}. Put the photos of good products into train/good. " + Understood);
        }
        if (FolderLayout.IsCategory(root))
        {
            return (FolderLayout.Name, [FolderLayout.Source(root, root, options)]);
        }
        var mvtec = folders.Where(MvtecLayout.LooksLikeCategory).ToList();
        var plain = folders.Where(f => !MvtecLayout.LooksLikeCategory(f) && FolderLayout.IsCategory(f)).ToList();
        var used = mvtec.Any(MvtecLayout.IsCategory) || plain.Count == 0 ? mvtec : plain;
        if (used.Count == 0)
        {
            throw new DatasetException($"'{root}' fits no layout; found: {Found(root)}. " + Understood);
        }
        foreach (var other in folders.Except(used).Where(f => mvtec.Contains(f) || plain.Contains(f) || ImageFiles.In(f).Count > 0))
        {
            warnings.Add($"{PhotoMaker.NameOf(other)}: left out, because it has no {(used == mvtec ? "train/good" : "good/")} as its neighbours have.");
        }
        return used == mvtec
            ? (MvtecLayout.Name, used.Select(f => MvtecLayout.Source(root, f)).ToList())
            : (FolderLayout.Name, used.Select(f => FolderLayout.Source(root, f, options)).ToList());
    }

    private static IReadOnlyList<CategorySource> Choose(string root, IReadOnlyList<CategorySource> sources, IReadOnlyList<string>? wanted)
    {
        if (wanted is null || wanted.Count == 0)
        {
            return sources;
        }
        var unknown = wanted.Except(sources.Select(source => source.Name), StringComparer.Ordinal).ToList();
        return unknown.Count == 0
            ? sources.Where(source => wanted.Contains(source.Name, StringComparer.Ordinal)).ToList()
            : throw new DatasetException($"'{root}' has no category {string.Join(", ", unknown)}; it has: {string.Join(", ", sources.Select(source => source.Name))}.");
    }

    private static Category? ReadCategory(CategorySource source, bool isOnly, List<string> warnings)
    {
        var own = new List<string>();
        Category category;
        try
        {
            category = new Category(source.Name, source.Read(own.Add));
            if (!category.Train.Any())
            {
                throw new DatasetException("there is no good photo to learn from. Add photos of good products (train/good, or good/ in a plain folder)."
                    + (own.Count > 0 ? " " + string.Join(' ', own) : ""));
            }
        }
        catch (DatasetException e) when (!isOnly)
        {
            warnings.Add($"{source.Name}: left out: {e.Message}");
            return null;
        }
        catch (DatasetException e)
        {
            throw new DatasetException($"{source.Name}: {e.Message}", e);
        }
        own.AddRange(Remarks(category));
        warnings.AddRange(own.Select(text => $"{source.Name}: {text}"));
        return category;
    }

    private static IEnumerable<string> Remarks(Category category)
    {
        var train = category.Train.Count();
        if (train < FewGoodPhotos)
        {
            yield return $"only {train} good photo(s) to learn from; below {FewGoodPhotos} the threshold is a guess. Add good photos, 100 or more are better.";
        }
        if (!category.Test.Any(photo => photo.IsAnomalous))
        {
            yield return "no photo of a defect in the test split, so AUROC and the like are not available. Add some to test/DEFECT (or bad/) to measure the detector.";
        }
        var bad = category.Photos.Where(photo => photo.IsAnomalous).ToList();
        var unmasked = bad.Where(photo => photo.MaskPath is null).Select(photo => photo.Id).ToList();
        if (unmasked.Count > 0 && unmasked.Count < bad.Count)
        {
            yield return $"{unmasked.Count} of {bad.Count} photos of defects have no mask and do not count in pixel figures: {Words.Some(unmasked)}.";
        }
    }

    private static string Found(string root)
    {
        var folders = ImageFiles.FoldersIn(root).Select(path => PhotoMaker.NameOf(path) + "/").ToList();
        var images = ImageFiles.In(root).Count;
        return folders.Count == 0 && images == 0 ? "no folder and no photo"
            : $"{(folders.Count == 0 ? "no folder" : "the folder(s) " + Words.Some(folders, 8))} and {images} photo(s) directly in it";
    }
}
