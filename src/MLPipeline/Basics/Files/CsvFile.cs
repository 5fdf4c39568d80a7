using System.Globalization;
using System.Text;

namespace MLPipeline.Basics;

/// <summary>Writes comma-separated values as RFC 4180 describes them, with numbers that read back to the same value.</summary>
public static class CsvFile
{
    /// <summary>Writes a table, beside its name first.</summary>
    public static void Write(string path, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(header))
        {
            text.Append(Line(row)).Append('\n');
        }

        AtomicFile.WriteText(path, text.ToString());
    }

    /// <summary>One row, without the end of the line.</summary>
    public static string Line(IReadOnlyList<object?> row) => string.Join(',', row.Select(Field));

    private static string Field(object? value)
    {
        var text = value switch
        {
            null => "",
            bool b => b ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };
        return text.AsSpan().IndexOfAny(",\"\n\r") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
