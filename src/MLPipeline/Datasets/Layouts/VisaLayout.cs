using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>
/// The layout of VisA: <c>split_csv/1cls.csv</c> lists object, split, label, image and mask, with paths relative to the root.
/// Its masks hold class ids, which <see cref="Masks"/> turns into "not 0".
/// </summary>
internal sealed class VisaLayout : IDatasetLayout
{
    /// <summary>VisA does not tell kinds of defect apart.</summary>
    private const string Anomaly = "anomaly";

    public string Name => "visa";

    public string Understood => "VisA (split_csv/1cls.csv)";

    public IReadOnlyList<CategorySource>? Categories(string root, DatasetOptions options, Action<Finding> remark)
    {
        var list = ListOf(root);
        if (!File.Exists(list))
        {
            return null;
        }

        var table = ListFile.Read(list, "object", "split", "label", "image", "mask");
        if (table.Rows.Count == 0)
        {
            throw new DatasetException($"The file '{table.Path}' lists no photo: it has a header only. Add a row per photo.");
        }

        return table.Rows
            .GroupBy(row => row["object"], FileNames.Comparer)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new CategorySource(
                group.Key, $"{table.Path}, line {group.First().Line}", PhotoPlaces.Visa, remarks => Read(root, table, group.Key, [.. group], remarks)))
            .ToList();
    }

    private static string ListOf(string root) => Path.Combine(root, "split_csv", "1cls.csv");

    private static List<Photo> Read(string root, CsvTable table, string category, List<CsvRow> rows, Remarks remarks)
    {
        var listed = new ListedPhotos(root, table.Path);
        var photos = new List<Photo>();
        var unmasked = new List<string>();
        foreach (var row in rows)
        {
            var split = SplitOf(table, row.Line, row["split"]);
            var defect = DefectOf(table, row.Line, row["label"]);
            if (listed.Take(row.Line, row["image"], $"{(defect == Photo.Good ? "normal" : Anomaly)} in the {split.ToString().ToLowerInvariant()} split") is not { } path)
            {
                continue;
            }

            var mask = defect == Photo.Good ? null : listed.Find(row.Line, row["mask"]);
            photos.Add(new(remarks.Relative(path), path, category, split, defect != Photo.Good, defect, mask));
            if (defect != Photo.Good && mask is null && row["mask"].Length > 0)
            {
                unmasked.Add($"{row["mask"]} (line {row.Line})");
            }
        }

        listed.Tell(remarks, rows.Count);
        if (unmasked.Count > 0)
        {
            remarks.Warn($"{unmasked.Count} mask(s) listed in {table.Path} do not exist: {Words.Some(unmasked)}.", "Their photos do not count in pixel figures: mend the paths, or leave the column empty.");
        }

        TellOtherLists(root, category, remarks);
        return photos.OrderBy(photo => photo.Split).ThenBy(photo => photo.Path, StringComparer.Ordinal).ToList();
    }

    // The other layouts read these.
    private static void TellOtherLists(string root, string category, Remarks remarks)
    {
        var folders = FileNames.ProblemOf(category) is null ? new[] { root, Path.Combine(root, category) } : [root];
        foreach (var other in folders.SelectMany(f => new[] { Path.Combine(f, LabelList.FileName), Path.Combine(f, "validation") }).Where(Path.Exists))
        {
            remarks.Warn($"{remarks.Relative(other)} is not read beside {remarks.Relative(ListOf(root))}.", $"Add its photos {PhotoPlaces.Visa.Validation}.");
        }
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
}
