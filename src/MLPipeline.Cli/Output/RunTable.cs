using System.Globalization;
using MLPipeline.Reports;
using Spectre.Console;

namespace MLPipeline.Cli;

/// <summary>The table at the end of a run: a row per category, the mean and the worst last.</summary>
internal static class RunTable
{
    public static void Write(IAnsiConsole console, IReadOnlyList<CategoryResult> results)
    {
        // Every rate in percent here: the columns are narrow.
        Figure[] figures = [.. FigureColumns.Of(FigureTables.Terminal)];
        string Show(Figure figure, double? value) => figure.Form == FigureForm.Count ? value?.ToString("0", CultureInfo.InvariantCulture) ?? "n/a" : Percent(value);
        string Over(Figure figure, Func<Figure, double?> all) => figure.Form == FigureForm.Count ? "" : Percent(all(figure));

        var rows = results.Select(r => (IReadOnlyList<string>)[r.Category, .. figures.Select(f => Show(f, f.Number(r)))]).ToList();
        var footers = new List<IReadOnlyList<string>>();
        if (results.Count > 1)
        {
            footers.Add(["mean", .. figures.Select(f => Over(f, x => results.Average(x.Number)))]);
            footers.Add(["worst", .. figures.Select(f => Over(f, x => x.Better == Better.Lower ? results.Max(x.Number) : results.Min(x.Number)))]);
        }

        Tables.Write(console, ["category", .. figures.Select(f => f.Title)], rows, footers);
    }

    private static string Percent(double? value) =>
        value is { } v ? (100 * v).ToString("F1", CultureInfo.InvariantCulture) : "n/a";
}
