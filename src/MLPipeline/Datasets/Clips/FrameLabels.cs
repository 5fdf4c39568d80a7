using System.Globalization;
using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>
/// Labels of frames: <c>frame_labels.csv</c> (clip, frame, label, optionally kind), arrays in <c>.npy</c>, or masks, of which
/// one that is not black makes its frame anomalous. A frame is named by its file or by its number from 0.
/// </summary>
internal sealed class FrameLabels
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "frame_labels.csv";

    private const string SomeKind = "anomaly";
    private static readonly string[] Normal = ["", "0", "normal", "good", "false"];
    private static readonly string[] Unnamed = ["1", "anomalous", "anomaly", "bad", "true"];

    private readonly string _path;
    private readonly Dictionary<string, List<(int Line, string Frame, string? Kind)>> _clips;

    private FrameLabels(string path, Dictionary<string, List<(int Line, string Frame, string? Kind)>> clips) => (_path, _clips) = (path, clips);

    /// <summary>Reads the table of a category, from its folder or its test folder; null where there is none.</summary>
    public static FrameLabels? In(params string[] folders)
    {
        var path = folders.Select(f => Path.Combine(f, FileName)).FirstOrDefault(File.Exists);
        if (path is null)
        {
            return null;
        }

        var table = ListFile.Read(path, "clip", "frame", "label");
        var hasKind = table.Columns.Contains("kind");
        var clips = table.Rows.GroupBy(r => table.Value(r.Fields, "clip"), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(r => (r.Line, table.Value(r.Fields, "frame"), KindOf(table.Value(r.Fields, "label"), hasKind ? table.Value(r.Fields, "kind") : ""))).ToList());
        return new FrameLabels(path, clips);
    }

    /// <summary>The labels of a clip; null where the table does not name it.</summary>
    /// <exception cref="ClipException">The table names frames that the clip does not have.</exception>
    public IReadOnlyList<string?>? Of(string clip, IFrameSource source, Action<string> warn)
    {
        if (!_clips.Remove(clip, out var rows))
        {
            return null;
        }

        var count = source.Count ?? rows.Count;
        var names = source is FrameFolder folder
            ? folder.Paths.SelectMany((p, i) => new[] { (Path.GetFileName(p), i), (Path.GetFileNameWithoutExtension(p), i) }).DistinctBy(n => n.Item1).ToDictionary(n => n.Item1, n => n.i, StringComparer.Ordinal)
            : [];
        var labels = new string?[count];
        var listed = new HashSet<int>();
        var unknown = new List<string>();
        foreach (var (line, frame, kind) in rows)
        {
            var known = names.TryGetValue(frame, out var index)
                || (int.TryParse(frame, NumberStyles.None, CultureInfo.InvariantCulture, out index) && index < count);
            if (!known)
            {
                unknown.Add($"line {line}: {frame}");
                continue;
            }

            listed.Add(index);
            labels[index] = kind;
        }

        // The count of a video file comes from its head and may be a frame off.
        if (unknown.Count > (source is FrameFolder ? 0 : 2))
        {
            throw new ClipException($"{_path} names frames that the clip '{clip}' does not have ({Words.Some(unknown)}); it has {count} frames. Name frames by their file or by their number from 0.");
        }

        if (listed.Count < count)
        {
            warn($"{FileName} labels {listed.Count} of the {count} frames of the clip '{clip}'; the others count as normal.");
        }

        return labels;
    }

    /// <summary>Says which clips the table names that were not asked for.</summary>
    /// <exception cref="ClipException">There are any.</exception>
    public void RefuseOthers(IReadOnlyList<string> clips)
    {
        if (_clips.Count > 0)
        {
            throw new ClipException($"{_path} names clips that are not there: {Words.Some(_clips.Keys)}. There are: {Words.Some([.. clips], 8)}. Mend the column clip.");
        }
    }

    /// <summary>The labels of an array with a value per frame.</summary>
    /// <exception cref="ClipException">It has another length than the clip.</exception>
    public static IReadOnlyList<string?> FromArray(string path, IFrameSource source)
    {
        var (shape, values) = NpyFile.Read(path);
        var frames = shape.Length > 0 ? shape.Max() : 0;
        if (frames != values.Length)
        {
            throw new ClipException($"'{path}' has the shape ({string.Join(", ", shape)}); labels of frames have one value per frame.");
        }

        if (source.Count is { } count && Math.Abs(count - frames) > (source is FrameFolder ? 0 : 2))
        {
            throw new ClipException($"'{path}' has labels of {frames} frames, but {source.Name} has {count}. Take the array that belongs to the clip.");
        }

        return [.. values.Select(v => v ? SomeKind : null)];
    }

    /// <summary>The labels that follow from masks: which frames have one that is not black.</summary>
    public static IReadOnlyList<string?> FromMasks(IReadOnlyDictionary<int, string> masks, int count) =>
        [.. Enumerable.Range(0, count).AsParallel().AsOrdered().Select(i => masks.TryGetValue(i, out var path) && Masks.Load(path, MaskProbe, MaskProbe).Contains(true) ? SomeKind : null)];

    // Large enough that a small region is not lost between the pixels that are looked at.
    private const int MaskProbe = 512;

    /// <summary>The kind that a label and the column kind give; null for a normal one.</summary>
    public static string? KindOf(string label, string kind)
    {
        var text = label.ToLowerInvariant();
        return Normal.Contains(text) ? null
            : kind.Length > 0 ? kind
            : Unnamed.Contains(text) ? SomeKind
            : label;
    }
}
