using System.Text;

namespace MLPipeline.Basics;

/// <summary>The rows of a small CSV file with a header (RFC 4180: quotes, doubled quotes; a field does not span lines).</summary>
internal sealed class CsvTable
{
    private readonly Dictionary<string, int> _columns;

    private CsvTable(string path, Dictionary<string, int> columns, List<(int Line, string[] Fields)> rows)
    {
        Path = path;
        _columns = columns;
        Rows = rows;
    }

    public string Path { get; }

    /// <summary>The columns in their order, in small letters.</summary>
    public IEnumerable<string> Columns => _columns.OrderBy(c => c.Value).Select(c => c.Key);

    /// <summary>The rows with their line number, from 1; empty lines are left out.</summary>
    public IReadOnlyList<(int Line, string[] Fields)> Rows { get; }

    public static CsvTable Read(string path, params string[] required)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path, Encoding.UTF8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TableException($"The file '{path}' cannot be read: {e.Message} Give read permission to it, then run again.", e);
        }
        var header = lines.Length == 0 ? [] : Fields(lines[0]).Select(field => field.Trim().ToLowerInvariant()).ToArray();
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < header.Length; i++)
        {
            columns.TryAdd(header[i], i);
        }
        var missing = required.Where(name => !columns.ContainsKey(name)).ToArray();
        if (missing.Length > 0)
        {
            throw new TableException(
                $"{path}, line 1: no column {string.Join(", ", missing)}; found: {string.Join(", ", header)}. The header must name {string.Join(", ", required)}.");
        }
        var rows = lines.Select((text, i) => (Line: i + 1, Text: text)).Skip(1)
            .Where(line => !string.IsNullOrWhiteSpace(line.Text))
            .Select(line => (line.Line, Fields(line.Text))).ToList();
        return new CsvTable(path, columns, rows);
    }

    /// <summary>The trimmed value of a column; empty where the row is too short.</summary>
    public string Value(string[] row, string column) => _columns[column] < row.Length ? row[_columns[column]].Trim() : "";

    private static string[] Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }
        fields.Add(field.ToString());
        return [.. fields];
    }
}
