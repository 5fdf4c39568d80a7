using System.Globalization;
using System.Text;
using MLPipeline.Export;

namespace MLPipeline.Runs;

/// <summary>Writes comma-separated values as RFC 4180 describes them, with numbers that read back to the same value.</summary>
internal static class CsvFile
{
    /// <summary>Writes a table, beside its name first.</summary>
    public static void Write(string path, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var text = new StringBuilder();
        Append(text, header);
        foreach (var row in rows)
        {
            Append(text, row);
        }

        AtomicFile.WriteText(path, text.ToString());
    }

    private static void Append(StringBuilder text, IReadOnlyList<object?> row) =>
        text.AppendJoin(',', row.Select(Field)).Append('\n');

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
