using System.Globalization;
using MLPipeline.Reports;
using Spectre.Console;

namespace MLPipeline.Cli;

/// <summary>The table at the end of a run: a row per category, the mean and the worst last.</summary>
internal static class RunTable
{
    private static readonly string[] Headers =
        ["category", "train", "test", "AUROC", "AP", "F1", "recall", "FPR", "pixel", "AUPRO"];

    private static readonly Func<CategoryResult, double?>[] Rates =
    [
        r => r.ImageAuroc, r => r.ImageAp, r => r.AtThreshold.F1, r => r.AtThreshold.Recall, r => r.AtThreshold.FalsePositiveRate,
        r => r.Pixels?.Auroc, r => r.Pixels?.Aupro,
    ];

    /// <summary>Rates that are better when they are small.</summary>
    private const int FalsePositiveRate = 4;

    public static void Write(IAnsiConsole console, IReadOnlyList<CategoryResult> results)
    {
        var rows = results.Select(r => (IReadOnlyList<string>)
        [
            r.Category,
            r.TrainGood.ToString(CultureInfo.InvariantCulture),
            r.Test.Count.ToString(CultureInfo.InvariantCulture),
            .. Rates.Select(rate => Percent(rate(r))),
        ]).ToList();
        var footers = new List<IReadOnlyList<string>>();
        if (results.Count > 1)
        {
            footers.Add(["mean", "", "", .. Rates.Select(rate => Percent(results.Average(rate)))]);
            footers.Add(["worst", "", "", .. Rates.Select((rate, i) =>
                Percent(i == FalsePositiveRate ? results.Max(rate) : results.Min(rate)))]);
        }

        Tables.Write(console, Headers, rows, footers);
    }

    private static string Percent(double? value) =>
        value is { } v ? (100 * v).ToString("F1", CultureInfo.InvariantCulture) : "n/a";
}
