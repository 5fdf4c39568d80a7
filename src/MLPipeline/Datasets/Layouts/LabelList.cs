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

    /// <summary>Adds the listed photos to those of the category; none where there is no list.</summary>
    /// <exception cref="DatasetException">A line is wrong, contradicts another one, or names a photo of the train or test split; the message says which.</exception>
    public static void Add(CategoryReader reader)
    {
        var file = Path.Combine(reader.Folder, FileName);
        if (!File.Exists(file))
        {
            return;
        }

        var table = ListFile.Read(file, "path", "label");
        var listed = new ListedPhotos(reader.Folder, file);
        var taken = reader.Photos.ToDictionary(p => p.Path, FileNames.Comparer);
        foreach (var row in table.Rows)
        {
            var name = row["path"];
            var defect = DefectOf(table, row);
            if (listed.Take(row.Line, name, defect) is not { } path)
            {
                continue;
            }

            if (!taken.TryGetValue(path, out var other))
            {
                reader.AddFiles([path], Split.Validation, defect);
            }
            else if (other.Split != Split.Validation)
            {
                throw new DatasetException(
                    $"{file}, line {row.Line}: {name} is in the {other.Split.ToString().ToLowerInvariant()} split already. " +
                    "A validation photo must not be trained on or tested on; list others, or move this one.");
            }
            else if (other.IsAnomalous != (defect != Photo.Good))
            {
                throw new DatasetException($"{file}, line {row.Line}: {name} is called {defect}, but lies in a folder of {other.Defect}. Mend the line, or move the photo.");
            }
        }

        listed.Tell(reader.Remarks, table.Rows.Count);
    }

    private static string DefectOf(CsvTable table, CsvRow row)
    {
        var label = row["label"].ToLowerInvariant();
        var defect = table.Has("defect") ? row["defect"] : "";
        return label switch
        {
            "0" or "normal" or Photo.Good => defect.Length == 0 || defect == Photo.Good ? Photo.Good
                : throw new DatasetException($"{table.Path}, line {row.Line}: the label is '{label}', but the defect is '{defect}'. A good product has none."),
            "1" or Anomaly or "bad" => defect == Photo.Good
                ? throw new DatasetException($"{table.Path}, line {row.Line}: the label is '{label}', but the defect is called '{Photo.Good}'. Name the defect, or leave it empty.")
                : defect.Length > 0 ? defect : Anomaly,
            _ => throw new DatasetException($"{table.Path}, line {row.Line}: label '{label}' is unknown; write good or anomaly (or 0 or 1)."),
        };
    }
}
