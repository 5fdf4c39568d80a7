using System.Globalization;
using MLPipeline.Reports;
using Spectre.Console;

namespace MLPipeline.Cli;

/// <summary>The table at the end of a run: a row per category, the mean and the worst last.</summary>
internal static class RunTable
{
    public static void Write(IAnsiConsole console, IReadOnlyList<CategoryResult> results)
    {
        Figure[] figures = [.. FigureColumns.Of(FigureTables.Terminal)];
        string Over(Figure figure, Func<Figure, double?> all) => figure.Form == FigureForm.Count ? "" : Show(figure, all(figure));

        var rows = results.Select(r => (IReadOnlyList<string>)[r.Category, .. figures.Select(f => Show(f, f.Number(r)))]).ToList();
        var footers = new List<IReadOnlyList<string>>();
        if (results.Count > 1)
        {
            footers.Add(["mean", .. figures.Select(f => Over(f, x => results.Average(x.Number)))]);
            footers.Add(["worst", .. figures.Select(f => Over(f, x => x.Better == Better.Lower ? results.Max(x.Number) : results.Min(x.Number)))]);
        }

        Tables.Write(console, ["category", .. figures.Select(f => f.Title)], rows, footers);
    }

    // In the units of reports and comparisons: figures from 0 to 1, shares of photos in percent.
    private static string Show(Figure figure, double? value) => value is not { } v ? "n/a" : figure.Form switch
    {
        FigureForm.Count => v.ToString("0", CultureInfo.InvariantCulture),
        FigureForm.Percent => (100 * v).ToString("F1", CultureInfo.InvariantCulture) + " %",
        _ => v.ToString("F3", CultureInfo.InvariantCulture),
    };
}
