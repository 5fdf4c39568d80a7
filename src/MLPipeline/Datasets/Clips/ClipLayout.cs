using System.Text.RegularExpressions;
using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>The clips of one folder: its own layout, UCSD's, Avenue's and ShanghaiTech's, which differ in names alone.</summary>
internal sealed partial class ClipLayout(string root, double? framesPerSecond, List<string> warnings)
{
    private static readonly string[] TrainNames = ["train", "training", "training_videos"];
    private static readonly string[] TestNames = ["test", "testing", "testing_videos"];
    private static readonly string[] InnerNames = ["frames", "videos"];
    private static readonly string[] LabelNames = ["test_frame_mask", "frame_labels", "labels"];

    /// <summary>Whether a folder has training clips.</summary>
    public static bool IsCategory(string folder) => Find(folder, TrainNames) is { } train && ClipPaths(train).Any();

    /// <summary>Whether it is surely a folder of clips, and no folder of single photos.</summary>
    public static bool LooksLikeClips(string folder) =>
        IsCategory(folder) && !Directory.Exists(Path.Combine(folder, "train", Photo.Good))
        && (File.Exists(Path.Combine(folder, FrameLabels.FileName)) || Find(folder, TestNames) is { } test && ClipPaths(test).Any());

    /// <summary>Reads the folder. ShanghaiTech's clips are named by camera, and each camera is a category.</summary>
    public IEnumerable<ClipCategory> Read()
    {
        var name = Path.GetFileName(root);
        var train = Clips(Find(root, TrainNames)!, Split.Train, name);
        var test = Find(root, TestNames) is { } folder ? Clips(folder, Split.Test, name) : [];
        var validation = Find(root, ["validation"]) is { } other ? Clips(other, Split.Validation, name) : [];
        List<Clip> all = [.. train, .. Weakly(validation), .. Labelled(test, name)];
        var cameras = all.Select(c => CameraOf().Match(c.Name)).ToList();
        if (cameras.TrueForAll(m => m.Success) && cameras.Select(m => m.Groups[1].Value).Distinct().Count() > 1)
        {
            foreach (var camera in all.GroupBy(c => CameraOf().Match(c.Name).Groups[1].Value))
            {
                if (camera.Any(c => c.Split == Split.Train))
                {
                    yield return new ClipCategory($"{name}-{camera.Key}", [.. camera]);
                }
                else
                {
                    warnings.Add($"{name}: camera {camera.Key} has no training clip and is left out.");
                }
            }

            yield break;
        }

        yield return new ClipCategory(name, all);
    }

    private List<Clip> Clips(string folder, Split split, string category)
    {
        var clips = new List<Clip>();
        foreach (var path in ClipPaths(folder))
        {
            var isFolder = Directory.Exists(path);
            var source = isFolder ? new FrameFolder(path, framesPerSecond) : VideoFiles.Open(path);
            clips.Add(new Clip(isFolder ? Path.GetFileName(path) : Path.GetFileNameWithoutExtension(path), split, source));
            if (source is FrameFolder frames && ClipChecks.Gaps(frames) is { Count: > 0 } gaps)
            {
                warnings.Add($"{category}: the clip '{Path.GetFileName(path)}' lacks frames: {Words.Some(gaps)}. What follows a gap seems to move faster.");
            }

            if (source.Count is 1)
            {
                warnings.Add($"{category}: the clip '{Path.GetFileName(path)}' has one frame, in which nothing moves.");
            }
        }

        return clips;
    }

    /// <summary>Gives clips the labels of <c>clips.csv</c> (clip, label, optionally kind): something unusual is somewhere in them, or nothing is.</summary>
    private List<Clip> Weakly(List<Clip> clips)
    {
        var path = Path.Combine(root, "clips.csv");
        if (!File.Exists(path))
        {
            return clips.Count == 0 ? clips : throw new ClipException($"There are clips in '{Path.Combine(root, "validation")}', but no '{path}' that says of each whether something unusual is in it (clip, label). Write it, or take the folder away.");
        }

        var table = ListFile.Read(path, "clip", "label");
        var hasKind = table.Columns.Contains("kind");
        var labels = table.Rows.ToDictionary(r => table.Value(r.Fields, "clip"), r => FrameLabels.KindOf(table.Value(r.Fields, "label"), hasKind ? table.Value(r.Fields, "kind") : ""), StringComparer.Ordinal);
        var names = clips.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        var lonely = labels.Keys.Except(names).Concat(names.Except(labels.Keys)).ToList();
        if (lonely.Count > 0)
        {
            throw new ClipException($"{path} and the folder 'validation' do not fit together: {Words.Some(lonely)} is in one of them only. Name each clip of the folder once.");
        }

        return [.. clips.Select(c => c with { WeakLabel = new WeakLabel(labels[c.Name]) })];
    }

    /// <summary>Gives test clips their labels and masks.</summary>
    private IEnumerable<Clip> Labelled(List<Clip> clips, string category)
    {
        var table = clips.Count == 0 ? null : FrameLabels.In(root, Path.GetDirectoryName(clips[0].Source.Name)!);
        var labelled = clips.Select(clip =>
        {
            var masks = MasksOf(clip);
            var labels = table?.Of(clip.Name, clip.Source, text => warnings.Add($"{category}: {text}"))
                ?? ArrayOf(clip)
                ?? (masks.Count > 0 ? FrameLabels.FromMasks(masks, clip.Source.Count ?? 0) : null);
            return clip with { Masks = masks, Labels = labels };
        }).ToList();
        if (clips.Count > 0 && clips[0].Split == Split.Test)
        {
            table?.RefuseOthers([.. clips.Select(c => c.Name)]);
            if (labelled.Where(c => c.Labels is null).Select(c => c.Name).ToList() is { Count: > 0 } bare && bare.Count < clips.Count)
            {
                warnings.Add($"{category}: no labels of the test clips {Words.Some(bare)}; they take no part in figures.");
            }
        }

        return labelled;
    }

    private IReadOnlyList<string?>? ArrayOf(Clip clip)
    {
        var folders = LabelNames.SelectMany(n => new[] { root, Find(root, TestNames)! }.Select(f => Path.Combine(f, n)));
        foreach (var folder in folders.Append(Path.GetDirectoryName(clip.Source.Name)!))
        {
            if (Path.Combine(folder, clip.Name + ".npy") is var array && File.Exists(array))
            {
                return FrameLabels.FromArray(array, clip.Source);
            }

            if (Path.Combine(folder, clip.Name + ".mat") is var matlab && File.Exists(matlab))
            {
                throw new ClipException($"'{matlab}' is a MATLAB file, which is not read. Convert it: python3 -c \"import scipy.io, numpy, sys; m = scipy.io.loadmat(sys.argv[1]); numpy.save(sys.argv[2], next(v for k, v in m.items() if not k.startswith('__')))\" {clip.Name}.mat {clip.Name}.npy");
            }
        }

        return null;
    }

    private Dictionary<int, string> MasksOf(Clip clip)
    {
        if (clip.Source is not FrameFolder frames)
        {
            return [];
        }

        var beside = frames.Name + "_gt";
        var folder = Directory.Exists(beside) ? beside : Path.Combine(root, "ground_truth", clip.Name);
        var files = ImageFiles.In(folder).Order(NaturalOrder.Instance).ToList();
        var byName = frames.Paths.Select((p, i) => (Name: Path.GetFileNameWithoutExtension(p), i)).DistinctBy(p => p.Name).ToDictionary(p => p.Name, p => p.i, StringComparer.OrdinalIgnoreCase);
        var masks = new Dictionary<int, string>();
        foreach (var file in files)
        {
            var name = Path.GetFileNameWithoutExtension(file);
            name = name.EndsWith("_mask", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_gt", StringComparison.OrdinalIgnoreCase) ? name[..name.LastIndexOf('_')] : name;
            if (!byName.TryGetValue(name, out var index))
            {
                throw new ClipException($"The mask '{file}' belongs to no frame of the clip '{clip.Name}'. A mask is called as its frame, with or without _mask.");
            }

            masks[index] = file;
        }

        return masks;
    }

    /// <summary>The clips of a folder, or of its folder <c>frames</c> or <c>videos</c>: folders of frames and video files.</summary>
    private static IEnumerable<string> ClipPaths(string folder)
    {
        var inner = FrameFolder.ImagesIn(folder).Count == 0 ? InnerNames.Select(n => Find(folder, [n])).FirstOrDefault(f => f is not null && Direct(f).Any()) : null;
        return Direct(inner ?? folder);

        static IEnumerable<string> Direct(string folder) => ImageFiles.FoldersIn(folder)
            .Where(f => !f.EndsWith("_gt", StringComparison.OrdinalIgnoreCase) && FrameFolder.ImagesIn(f).Count > 0)
            .Concat(Directory.EnumerateFiles(folder).Where(VideoFiles.IsVideo))
            .Order(NaturalOrder.Instance);
    }

    private static string? Find(string folder, string[] names) => ImageFiles.FoldersIn(folder)
        .FirstOrDefault(f => names.Contains(Path.GetFileName(f), StringComparer.OrdinalIgnoreCase));

    [GeneratedRegex("^(\\d\\d)_\\d{2,}$")]
    private static partial Regex CameraOf();
}
