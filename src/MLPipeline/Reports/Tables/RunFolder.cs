using System.Globalization;
using MLPipeline.Basics;
using MLPipeline.Datasets;

namespace MLPipeline.Reports;

/// <summary>The tables of a finished run, read back from its folder.</summary>
public sealed record RunFolder
{
    private static readonly string[] Needed = ["category", "threshold"];

    /// <summary>Absolute path of the folder.</summary>
    public required string Path { get; init; }

    /// <summary>The name to show; the folder's unless changed.</summary>
    public required string Name { get; init; }

    /// <summary>The categories in the order of <see cref="RunFiles.Categories"/>.</summary>
    public required IReadOnlyList<RunCategory> Categories { get; init; }

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder that a run or an evaluation wrote.</param>
    /// <exception cref="DatasetException">It is no such folder, or one of its tables lacks a column or has a value that is no number.</exception>
    public static RunFolder Read(string folder)
    {
        var path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder));
        var file = System.IO.Path.Combine(path, RunFiles.Categories);
        if (!File.Exists(file))
        {
            throw new DatasetException(
                $"'{path}' is not the folder of a run: it has no {RunFiles.Categories}. Name the folder that a run, a search or an evaluation wrote.");
        }

        var table = ListFile.Read(file, Needed);
        return new()
        {
            Path = path,
            Name = System.IO.Path.GetFileName(path),
            Categories = [.. table.Rows.Select(row => ReadCategory(path, table, row))],
        };
    }

    private static RunCategory ReadCategory(string path, CsvTable table, CsvRow row)
    {
        var name = table.Value(row.Fields, "category");
        if (!float.TryParse(table.Value(row.Fields, "threshold"), NumberStyles.Float, CultureInfo.InvariantCulture, out var threshold) || !float.IsFinite(threshold))
        {
            throw new DatasetException($"{table.Path}, line {row.Line}: the threshold '{table.Value(row.Fields, "threshold")}' is not a finite number.");
        }

        var scores = System.IO.Path.Combine(path, name, RunFiles.Scores);
        try
        {
            // A run over a folder of categories names photos from that folder on, a run over one category from the category on.
            var prefix = name + "/";
            return new(name, threshold, [.. ScoresFile.Read(scores).Select(r =>
                r.Path.StartsWith(prefix, StringComparison.Ordinal) ? r with { Path = r.Path[prefix.Length..] } : r)])
            {
                Figures = FiguresOf(table, row),
            };
        }
        catch (Exception error) when (error is FileNotFoundException or InvalidDataException)
        {
            throw new DatasetException(error.Message, error);
        }
    }

    // A run of another version may lack a figure or have others.
    private static Dictionary<string, double> FiguresOf(CsvTable table, CsvRow row) =>
        FigureColumns.Of(FigureTables.Compared).Where(f => table.Columns.Contains(f.Name))
            .Select(f => (f.Name, Value: table.Value(row.Fields, f.Name)))
            .Where(f => double.TryParse(f.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            .ToDictionary(f => f.Name, f => double.Parse(f.Value, NumberStyles.Float, CultureInfo.InvariantCulture), StringComparer.Ordinal);
}

/// <summary>One category of a finished run.</summary>
/// <param name="Name">The category.</param>
/// <param name="Threshold">A photo is anomalous if its score is larger.</param>
/// <param name="Photos">The scored photos; their paths begin below the category.</param>
public sealed record RunCategory(string Name, float Threshold, IReadOnlyList<ScoreRow> Photos)
{
    /// <summary>The figures that comparisons show, by name, as the run's table has them.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();

    internal float[] Scores => [.. Photos.Select(p => p.Score)];

    internal bool[] Labels => [.. Photos.Select(p => p.IsAnomalous)];
}
