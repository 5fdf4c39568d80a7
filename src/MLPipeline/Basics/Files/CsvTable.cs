using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace MLPipeline.Basics;

/// <summary>
/// The rows of a small table with a header (RFC 4180): what <see cref="CsvFile"/> writes, and what people and spreadsheets save. Commas,
/// semicolons or tabs part its columns, as the header has them. Blanks around a field count only within quotes.
/// </summary>
internal sealed class CsvTable
{
    private static readonly char[] Delimiters = [',', ';', '\t'];

    private readonly Dictionary<string, int> _columns;

    private CsvTable(string path, Dictionary<string, int> columns, IEnumerable<(int Line, string[] Fields)> rows)
    {
        Path = path;
        _columns = columns;
        Rows = [.. rows.Select(r => new CsvRow(this, r.Line, r.Fields))];
    }

    public string Path { get; }

    /// <summary>The columns in their order, in small letters.</summary>
    public IEnumerable<string> Columns => _columns.OrderBy(c => c.Value).Select(c => c.Key);

    /// <summary>The rows; empty lines are left out.</summary>
    public IReadOnlyList<CsvRow> Rows { get; }

    /// <exception cref="TableException">The file cannot be read, is not UTF-8, or lacks a column.</exception>
    public static CsvTable Read(string path, params string[] required)
    {
        var text = ReadText(path);
        var delimiter = DelimiterOf(text, required, out var skipped);
        var records = Records(path, text, delimiter, skipped);
        var header = records.Count == 0 ? [] : records[0].Fields.Select(field => field.Trim().ToLowerInvariant()).ToArray();
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < header.Length; i++)
        {
            columns.TryAdd(header[i], i);
        }

        var missing = required.Where(name => !columns.ContainsKey(name)).ToArray();
        return missing.Length == 0
            ? new CsvTable(path, columns, records.Skip(1))
            : throw new TableException(
                $"{path}, line 1: no column {string.Join(", ", missing)}; found: {string.Join(", ", header)}. " +
                $"The header must name {string.Join(", ", required)}, parted by commas, semicolons or tabs.");
    }

    /// <summary>Whether there is such a column.</summary>
    public bool Has(string column) => _columns.ContainsKey(column);

    /// <summary>The value of a column; empty where the row is too short.</summary>
    public string Value(string[] row, string column) => _columns[column] < row.Length ? row[_columns[column]] : "";

    private static string ReadText(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TableException($"The file '{path}' cannot be read: {e.Message} Give read permission to it, then run again.", e);
        }

        var place = Utf8.FirstWrong(bytes);
        return place < 0
            ? Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF')
            : throw new TableException(
                $"{path}, line {Utf8.LineOf(bytes, place)}: the file is not UTF-8 (byte {bytes[place]:X2}). Save it as 'CSV UTF-8'.");
    }

    /// <summary>The delimiter that gives the header its columns; without required ones, the most frequent one. A line 'sep=;' of a spreadsheet is obeyed.</summary>
    private static char DelimiterOf(string text, string[] required, out int skipped)
    {
        skipped = 0;
        var header = FirstLine(text);
        if (header.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && header.Length == 5)
        {
            skipped = 1;
            return header[4];
        }

        int Found(char delimiter)
        {
            var names = header.Split(delimiter).Select(n => n.Trim().Trim('"').Trim().ToLowerInvariant()).ToHashSet();
            return (1000 * required.Count(names.Contains)) + names.Count;
        }

        return Delimiters.MaxBy(Found);
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('\r');

    private static List<(int Line, string[] Fields)> Records(string path, string text, char delimiter, int skipped)
    {
        var form = new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter.ToString(), TrimOptions = TrimOptions.Trim, HasHeaderRecord = false };
        using var parser = new CsvParser(new StringReader(text), form);
        var records = new List<(int Line, string[] Fields)>();
        try
        {
            while (parser.Read())
            {
                var raw = parser.RawRecord.AsSpan().TrimEnd("\r\n");
                var line = parser.RawRow - raw.Count('\n');
                if (line > skipped && !raw.IsWhiteSpace())
                {
                    records.Add((line, [.. parser.Record!.Select(CsvFile.Unguard)]));
                }
            }
        }
        catch (CsvHelperException)
        {
            throw new TableException($"{path}, line {parser.RawRow}: a quote stands within a field that does not start with one. Put the field in quotes, and double the quotes in it.");
        }

        return records;
    }
}

/// <summary>A row of a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Line">The line of the file that it starts on, from 1.</param>
/// <param name="Fields">Its values.</param>
internal sealed record CsvRow(CsvTable Table, int Line, string[] Fields)
{
    /// <summary>The value of a column; empty where the row is too short.</summary>
    public string this[string column] => Table.Value(Fields, column);
}
