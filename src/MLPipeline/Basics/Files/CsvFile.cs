using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace MLPipeline.Basics;

/// <summary>
/// Writes comma-separated values as RFC 4180 describes them, with numbers that read back to the same value. A text that a spreadsheet
/// would run as a formula gets an apostrophe before it, which <see cref="CsvTable"/> takes away again.
/// </summary>
public static class CsvFile
{
    /// <summary>What a formula starts with; the last four are read as the first four by some programs (OWASP, CSV injection).</summary>
    private const string FormulaStarts = "=+-@\t\r＝＋－＠";

    private static readonly CsvConfiguration Form = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    /// <summary>Writes a table, beside its name first.</summary>
    public static void Write(string path, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var text = new StringBuilder();
        using (var writer = new CsvWriter(new StringWriter(text), Form))
        {
            foreach (var row in rows.Prepend(header))
            {
                Write(writer, row);
                writer.NextRecord();
            }
        }

        AtomicFile.WriteText(path, text.ToString());
    }

    /// <summary>One row, without the end of the line.</summary>
    public static string Line(IReadOnlyList<object?> row)
    {
        var text = new StringBuilder();
        using (var writer = new CsvWriter(new StringWriter(text), Form))
        {
            Write(writer, row);
        }

        return text.ToString();
    }

    /// <summary>A text that no spreadsheet runs: with an apostrophe before it where it looks like a formula, or like one that has got one.</summary>
    internal static string Guard(string text) => IsGuardable(text) ? "'" + text : text;

    /// <summary>The text that <see cref="Guard"/> was given.</summary>
    internal static string Unguard(string text) => text.StartsWith('\'') && IsGuardable(text) ? text[1..] : text;

    private static bool IsGuardable(string text) =>
        text.AsSpan().TrimStart('\'') is { Length: > 0 } rest && FormulaStarts.Contains(rest[0], StringComparison.Ordinal);

    private static void Write(CsvWriter writer, IReadOnlyList<object?> row)
    {
        foreach (var value in row)
        {
            writer.WriteField(value switch
            {
                null => "",
                bool b => b ? "true" : "false",
                IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                _ => Guard(value.ToString()!),
            });
        }

        writer.Flush();
    }
}
