using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MLPipeline.Cli;

/// <summary>Writes tables of results: drawn on a terminal, aligned with blanks elsewhere. Columns of numbers are flush right.</summary>
internal static class Tables
{
    private const string Gap = "  ";

    private static readonly string[] NoNumber = ["", "-", "n/a"];

    /// <summary>Writes a table.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="headers">One per column.</param>
    /// <param name="rows">Cells as they are to be shown.</param>
    /// <param name="footers">Rows set apart below, such as mean and worst.</param>
    /// <exception cref="ArgumentException">A row has not one cell per header.</exception>
    public static void Write(
        IAnsiConsole console,
        IReadOnlyList<string> headers,
        IReadOnlyList<IReadOnlyList<string>> rows,
        IReadOnlyList<IReadOnlyList<string>>? footers = null)
    {
        rows = Safe(rows);
        footers = Safe(footers ?? []);
        var all = rows.Concat(footers).ToArray();
        if (all.FirstOrDefault(r => r.Count != headers.Count) is { } odd)
        {
            throw new ArgumentException($"A row has {odd.Count} cells for {headers.Count} headers.", nameof(rows));
        }

        var isNumber = headers.Select((_, i) => all.Length > 0 && all.All(r => IsNumber(r[i]))).ToArray();
        if (console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi)
        {
            console.Write(Draw(headers, rows, footers, isNumber));
        }
        else
        {
            WritePlain(console.Profile.Out.Writer, headers, rows, footers, isNumber);
        }
    }

    private static IReadOnlyList<IReadOnlyList<string>> Safe(IReadOnlyList<IReadOnlyList<string>> rows) => [.. rows.Select(r => (IReadOnlyList<string>)[.. r.Select(Printable.Line)])];

    private static Table Draw(
        IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<IReadOnlyList<string>> footers, bool[] isNumber)
    {
        var table = new Table().Border(TableBorder.Simple);
        for (var i = 0; i < headers.Count; i++)
        {
            var column = new TableColumn(new Text(headers[i], new Style(decoration: Decoration.Bold))) { Padding = new Padding(0, 0, 1, 0) };
            table.AddColumn(isNumber[i] ? column.RightAligned() : column);
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(c => new Text(c)));
        }

        if (footers.Count > 0)
        {
            table.AddEmptyRow();
        }

        foreach (var row in footers)
        {
            table.AddRow(row.Select(c => new Text(c, new Style(decoration: Decoration.Bold))));
        }

        return table;
    }

    // Straight to the writer: a console would wrap lines, and a program that reads them wants one per row.
    private static void WritePlain(
        TextWriter writer, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<IReadOnlyList<string>> footers, bool[] isNumber)
    {
        var all = rows.Concat(footers).Prepend(headers).ToArray();
        var widths = headers.Select((_, i) => all.Max(r => Width(r[i]))).ToArray();
        var rule = widths.Select(w => new string('-', w)).ToArray();
        IEnumerable<IReadOnlyList<string>> lines = [headers, rule, .. rows];
        if (footers.Count > 0)
        {
            lines = [.. lines, rule, .. footers];
        }

        foreach (var line in lines)
        {
            var cells = line.Select((c, i) => (Cell: c, Gap: new string(' ', widths[i] - Width(c)), IsNumber: isNumber[i])).Select(c => c.IsNumber ? c.Gap + c.Cell : c.Cell + c.Gap);
            writer.WriteLine(string.Join(Gap, cells).TrimEnd());
        }
    }

    /// <summary>The columns that a text takes on a terminal: none for a combining mark, two for a wide character.</summary>
    public static int Width(string text) => new Segment(text).CellCount();

    private static bool IsNumber(string cell) =>
        NoNumber.Contains(cell) || double.TryParse(cell.TrimEnd('%', 's', ' '), NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
