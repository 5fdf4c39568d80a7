using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>
/// The layout of VisA: <c>split_csv/1cls.csv</c> lists object, split, label, image and mask, with paths relative to the root.
/// Its masks hold class ids, which <see cref="Masks"/> turns into "not 0".
/// </summary>
internal static class VisaLayout
{
    public const string Name = "visa";

    /// <summary>VisA does not tell kinds of defect apart.</summary>
    private const string Anomaly = "anomaly";

    public static string ListOf(string root) => Path.Combine(root, "split_csv", "1cls.csv");

    public static IReadOnlyList<CategorySource> Sources(string root)
    {
        var table = ListFile.Read(ListOf(root), "object", "split", "label", "image", "mask");
        if (table.Rows.Count == 0)
        {
            throw new DatasetException($"The file '{table.Path}' lists no photo: it has a header only. Add a row per photo.");
        }
        return table.Rows
            .GroupBy(row => table.Value(row.Fields, "object"), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new CategorySource(group.Key, warn => Read(root, table, group.Key, [.. group], warn)))
            .ToList();
    }

    private static List<Photo> Read(string root, CsvTable table, string category, List<(int Line, string[] Fields)> rows, Action<string> warn)
    {
        var maker = new PhotoMaker(root);
        var photos = new List<Photo>();
        var missing = new List<string>();
        foreach (var (line, fields) in rows)
        {
            var split = SplitOf(table, line, table.Value(fields, "split"));
            var defect = DefectOf(table, line, table.Value(fields, "label"));
            var path = Resolve(root, table, line, table.Value(fields, "image"))
                ?? throw new DatasetException($"{table.Path}, line {line}: the column image is empty. Name the photo, relative to '{root}'.");
            if (!File.Exists(path))
            {
                missing.Add($"{table.Value(fields, "image")} (line {line})");
            }
            else if (split == Split.Train && defect != Photo.Good)
            {
                warn($"{table.Path}, line {line}: an anomalous photo in the train split is left out; training takes good photos only.");
            }
            else
            {
                var mask = defect == Photo.Good ? null : Resolve(root, table, line, table.Value(fields, "mask"));
                photos.Add(maker.Make(path, category, split, defect, File.Exists(mask) ? mask : null));
            }
        }
        if (missing.Count > 0)
        {
            warn($"{missing.Count} of {rows.Count} photos listed in {table.Path} do not exist and are left out: {Words.Some(missing)}.");
        }
        return photos.OrderBy(photo => photo.Split).ThenBy(photo => photo.Path, StringComparer.Ordinal).ToList();
    }

    private static Split SplitOf(CsvTable table, int line, string value) => value.ToLowerInvariant() switch
    {
        "train" => Split.Train,
        "val" or "valid" or "validation" => Split.Validation,
        "test" => Split.Test,
        _ => throw new DatasetException($"{table.Path}, line {line}: split '{value}' is unknown; write train, validation or test."),
    };

    private static string DefectOf(CsvTable table, int line, string value) => value.ToLowerInvariant() switch
    {
        "normal" or Photo.Good => Photo.Good,
        Anomaly or "bad" => Anomaly,
        _ => throw new DatasetException($"{table.Path}, line {line}: label '{value}' is unknown; write normal or anomaly."),
    };

    // A list may come from elsewhere: it must not reach files outside the dataset.
    public static string? Resolve(string root, CsvTable table, int line, string relative)
    {
        if (relative.Length == 0)
        {
            return null;
        }
        var path = Path.GetFullPath(Path.Combine(root, relative.Replace('\\', '/')));
        return path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new DatasetException($"{table.Path}, line {line}: '{relative}' leads outside of '{root}'. Write paths relative to that folder.");
    }
}
