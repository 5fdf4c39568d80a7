namespace MLPipeline.Datasets;

/// <summary>The clips of a folder, by camera. Nothing is decoded but the heads of video files and masks.</summary>
public sealed class ClipDataset
{
    internal const string Understood =
        "Understood are: train/CLIP/*.jpg and test/CLIP/*.jpg, or video files in place of the folders CLIP, for one camera or in a folder per camera; "
        + "the layouts of UCSD (Train/Train001/*.tif, Test/Test001, Test/Test001_gt), Avenue (training_videos, testing_videos) and ShanghaiTech (training/videos, testing/frames). "
        + "Labels stand in frame_labels.csv (clip, frame, label), in masks (ground_truth/CLIP/NAME_mask.png) or in arrays (.npy).";

    private ClipDataset(string root, IReadOnlyList<ClipCategory> categories, IReadOnlyList<string> warnings) =>
        (Root, Categories, Warnings) = (root, categories, warnings);

    /// <summary>Absolute path of the folder.</summary>
    public string Root { get; }

    /// <summary>The cameras in ordinal order of their names, each with at least one training clip.</summary>
    public IReadOnlyList<ClipCategory> Categories { get; }

    /// <summary>What is odd and did not stop the reading, one sentence each, starting with the camera's name.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Whether a folder holds clips rather than single photos.</summary>
    /// <param name="folder">The folder of one camera, or of several.</param>
    public static bool LooksLike(string folder) =>
        Directory.Exists(folder) && (ClipLayout.LooksLikeClips(folder) || ImageFiles.FoldersIn(folder).Any(ClipLayout.LooksLikeClips));

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder of one camera, or of several.</param>
    /// <param name="names">Only these cameras; null reads all.</param>
    /// <param name="framesPerSecond">The rate of folders of frames, which do not say it themselves.</param>
    /// <exception cref="ClipException">The folder does not exist or holds no clips, or labels name what is not there.</exception>
    public static ClipDataset Open(string folder, IReadOnlyList<string>? names = null, double? framesPerSecond = null)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!Directory.Exists(root))
        {
            throw new ClipException($"There is no folder '{root}'. Check the path. {Understood}");
        }

        var warnings = new List<string>();
        var layouts = (ClipLayout.IsCategory(root) ? [root] : ImageFiles.FoldersIn(root).Where(ClipLayout.IsCategory)).ToList();
        if (layouts.Count == 0)
        {
            throw new ClipException($"'{root}' holds no clips. {Understood}");
        }

        var categories = layouts.SelectMany(path => new ClipLayout(path, framesPerSecond, warnings).Read()).OrderBy(c => c.Name, StringComparer.Ordinal).ToList();
        if (names is { Count: > 0 })
        {
            var unknown = names.Except(categories.Select(c => c.Name), StringComparer.Ordinal).ToList();
            if (unknown.Count > 0)
            {
                throw new ClipException($"'{root}' has no camera {string.Join(", ", unknown)}; it has: {string.Join(", ", categories.Select(c => c.Name))}.");
            }

            categories.RemoveAll(c => !names.Contains(c.Name, StringComparer.Ordinal));
            warnings.RemoveAll(w => !categories.Any(c => w.StartsWith(c.Name + ":", StringComparison.Ordinal)));
        }

        foreach (var category in categories)
        {
            foreach (var (first, second) in ClipChecks.Twins(category))
            {
                warnings.Add($"{category.Name}: the training clip '{first}' and the test clip '{second}' are the same; figures of the latter say nothing. Take one of them out.");
            }
        }

        return new ClipDataset(root, categories, warnings);
    }
}
