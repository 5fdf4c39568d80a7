using System.Globalization;
using MLPipeline.Reports;
using Spectre.Console;

namespace MLPipeline.Cli;

/// <summary>The table at the end of a run: a row per category, the mean and the worst last.</summary>
internal static class RunTable
{
    private static readonly string[] Headers =
        ["category", "train", "test", "AUROC", "AP", "F1", "recall", "FPR", "pixel", "AUPRO"];

    private static readonly (Func<CategoryResult, double?> Of, bool IsShare)[] Rates =
    [
        (r => r.ImageAuroc, false), (r => r.ImageAp, false), (r => r.AtThreshold.F1, false), (r => r.AtThreshold.Recall, true),
        (r => r.AtThreshold.FalsePositiveRate, true), (r => r.Pixels?.Auroc, false), (r => r.Pixels?.Aupro, false),
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
            .. Rates.Select(rate => Show(rate.Of(r), rate.IsShare)),
        ]).ToList();
        var footers = new List<IReadOnlyList<string>>();
        if (results.Count > 1)
        {
            footers.Add(["mean", "", "", .. Rates.Select(rate => Show(results.Average(rate.Of), rate.IsShare))]);
            footers.Add(["worst", "", "", .. Rates.Select((rate, i) =>
                Show(i == FalsePositiveRate ? results.Max(rate.Of) : results.Min(rate.Of), rate.IsShare))]);
        }

        Tables.Write(console, Headers, rows, footers);
    }

    // In the units of reports and comparisons: figures from 0 to 1, shares of photos in percent.
    private static string Show(double? value, bool isShare) => value is not { } v ? "n/a"
        : isShare ? (100 * v).ToString("F1", CultureInfo.InvariantCulture) + " %"
        : v.ToString("F3", CultureInfo.InvariantCulture);
}
