using System.Globalization;
using System.Text;
using MLPipeline.Scores;

namespace MLPipeline.Reports;

/// <summary>A table that can be shown as HTML (sortable) and as Markdown.</summary>
/// <param name="Caption">What the table shows.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows; each has a cell per column. The first cell names the row.</param>
internal sealed record ReportTable(string Caption, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows)
{
    /// <summary>The table as HTML.</summary>
    public string Html => Template.Render("table.liquid", this);

    /// <summary>The table as GitHub-flavoured Markdown.</summary>
    public string Markdown()
    {
        var text = new StringBuilder();
        text.Append("| ").AppendJoin(" | ", Columns.Select(c => Escape(c.Name))).Append(" |\n");
        text.Append('|').AppendJoin('|', Columns.Select(c => c.IsNumber ? "---:" : "---")).Append("|\n");
        foreach (var row in Rows)
        {
            text.Append("| ").AppendJoin(" | ", row.Select(Markdown)).Append(" |\n");
        }

        return text.ToString();
    }

    private static string Markdown(Cell cell)
    {
        var text = cell.IsMarked ? $"**{Escape(cell.Text)}**" : Escape(cell.Text);
        return string.IsNullOrEmpty(cell.Note) ? text : $"{text} {Escape(cell.Note)}";
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}

/// <summary>A column.</summary>
/// <param name="Name">The header.</param>
/// <param name="IsNumber">Whether it is set flush right and sorted by value.</param>
/// <param name="Hint">What the header means, where a word does not say it.</param>
internal sealed record Column(string Name, bool IsNumber = true, string? Hint = null);

/// <summary>A cell.</summary>
/// <param name="Text">What is shown.</param>
/// <param name="Sort">What it is sorted by, where that is not the text.</param>
/// <param name="Note">Small print behind the text.</param>
/// <param name="IsMarked">Whether it stands out.</param>
internal sealed record Cell(string Text, string? Sort = null, string? Note = null, bool IsMarked = false)
{
    public static implicit operator Cell(string text) => new(text);

    public static Cell Number(double? value, string? note = null) => Of(value, Reports.Text.Number(value), note);

    public static Cell Percent(double? value) => Of(value, Reports.Text.Percent(value));

    public static Cell Percent(Interval? interval) => Of(interval?.Estimate, Reports.Text.Percent(interval?.Estimate), Reports.Text.PercentEnds(interval));

    public static Cell Count(long value) => Of(value, Reports.Text.Count(value));

    public static Cell Of(double? value, string text, string? note = null) =>
        new(text, value?.ToString("R", CultureInfo.InvariantCulture) ?? "", note);
}
