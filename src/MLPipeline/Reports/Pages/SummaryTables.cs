using System.Globalization;

namespace MLPipeline.Reports;

/// <summary>The tables with a row per category.</summary>
internal static class SummaryTables
{
    /// <summary>How well the anomalous photos are told from the good ones.</summary>
    public static ReportTable Detection(IReadOnlyList<CategoryResult> categories) =>
        Figures("Detection by category", FigureTables.Detection, categories);

    /// <summary>What detection costs a factory, and where the defects are found.</summary>
    public static ReportTable Factory(IReadOnlyList<CategoryResult> categories) =>
        Figures("Scrap, escape and localization by category", FigureTables.Factory, categories);

    /// <summary>Photos, time and size.</summary>
    public static ReportTable Work(IReadOnlyList<CategoryResult> categories)
    {
        string[] phases = [.. categories.SelectMany(c => c.Phases.Select(p => p.Name)).Distinct()];
        return new(
            "Photos, seconds and model size by category",
            [
                new("Category", false), new("Learned from"), new("Tested on"), new("Unreadable"),
                .. phases.Select(p => new Column(p, Hint: "Seconds")), new("Model, MB"),
            ],
            [.. categories.Select(c => (Cell[])[
                c.Category, Cell.Count(c.TrainGood), Cell.Count(c.Test.Count), Cell.Count(c.Unreadable.Count),
                .. phases.Select(name => c.Phases.FirstOrDefault(p => p.Name == name) is { } phase
                    ? Cell.Of(phase.Seconds, phase.Seconds.ToString("0.0", CultureInfo.InvariantCulture)) : new Cell("", "")),
                c.ModelBytes == 0 ? new Cell(Text.Missing, "") : Cell.Of(c.ModelBytes, (c.ModelBytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture))])]);
    }

    private static ReportTable Figures(string caption, FigureTables table, IReadOnlyList<CategoryResult> categories)
    {
        Figure[] figures = [.. FigureColumns.Of(table)];
        return new(
            caption,
            [new("Category", false), .. figures.Select(f => new Column(Text.Capitalised(f.Title), Hint: f.Definition))],
            [.. categories.Select(c => (Cell[])[c.Category, .. figures.Select(f => CellOf(f, c))])]);
    }

    private static Cell CellOf(Figure figure, CategoryResult category)
    {
        var (value, interval) = (figure.Number(category), figure.Interval?.Invoke(category));
        return figure.Form switch
        {
            FigureForm.Percent => Cell.Of(value, Text.Percent(value), interval is null ? null : Text.PercentEnds(interval)),
            FigureForm.Count => value is { } count ? Cell.Count((long)count) : new Cell(Text.Missing, ""),
            FigureForm.Rate => Cell.Number(value, interval is null ? null : Text.Ends(interval)),
            _ => figure.Value(category)?.ToString() ?? Text.Missing,
        };
    }
}
