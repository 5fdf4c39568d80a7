using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>
/// Labelled validation photos of a category as a list instead of folders: <c>labels.csv</c> in the category's folder, with the
/// columns path (relative to that folder), label (good or anomaly, 0 or 1) and, if wanted, defect.
/// </summary>
internal static class LabelList
{
    public const string FileName = "labels.csv";

    private const string Anomaly = "anomaly";

    /// <summary>The listed photos; none where there is no list.</summary>
    /// <exception cref="DatasetException">A line is wrong, or names a photo of the train or test split; the message says which.</exception>
    public static List<Photo> Read(PhotoMaker maker, string folder, string category, IReadOnlyList<Photo> others, Action<string> warn)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            return [];
        }

        var table = ListFile.Read(file, "path", "label");
        var taken = others.ToDictionary(p => p.Path, p => p.Split, StringComparer.Ordinal);
        var photos = new List<Photo>();
        var missing = new List<string>();
        foreach (var (line, fields) in table.Rows)
        {
            var path = VisaLayout.Resolve(folder, table, line, table.Value(fields, "path"))
                ?? throw new DatasetException($"{file}, line {line}: the path is empty. Name the photo, relative to '{folder}'.");
            var defect = DefectOf(table, line, fields);
            if (!File.Exists(path))
            {
                missing.Add($"{table.Value(fields, "path")} (line {line})");
            }
            else if (taken.TryGetValue(path, out var split) && split != Split.Validation)
            {
                throw new DatasetException(
                    $"{file}, line {line}: {table.Value(fields, "path")} is in the {split.ToString().ToLowerInvariant()} split already. " +
                    "A validation photo must not be trained on or tested on; list others, or move this one.");
            }
            else if (taken.TryAdd(path, Split.Validation))
            {
                photos.Add(maker.Make(path, category, Split.Validation, defect));
            }
        }

        if (missing.Count > 0)
        {
            warn($"{missing.Count} of {table.Rows.Count} photos listed in {file} do not exist and are left out: {Words.Some(missing)}.");
        }

        return photos;
    }

    private static string DefectOf(CsvTable table, int line, string[] fields)
    {
        var label = table.Value(fields, "label").ToLowerInvariant();
        return label switch
        {
            "0" or "normal" or Photo.Good => Photo.Good,
            "1" or Anomaly or "bad" => table.Columns.Contains("defect") && table.Value(fields, "defect") is { Length: > 0 } defect ? defect : Anomaly,
            _ => throw new DatasetException($"{table.Path}, line {line}: label '{label}' is unknown; write good or anomaly (or 0 or 1)."),
        };
    }
}
