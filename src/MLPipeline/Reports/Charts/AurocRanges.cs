using MLPipeline.Scores;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace MLPipeline.Reports;

/// <summary>The AUROC of several things with its interval: a dot and a line each.</summary>
internal static class AurocRanges
{
    /// <summary>Draws them from top to bottom; those without an AUROC are left out, and one must have one.</summary>
    public static string Render(IReadOnlyList<(string Name, Interval? Auroc)> items)
    {
        var shown = items.Where(i => i.Auroc is not null).Select(i => (i.Name, Auroc: i.Auroc!)).ToList();
        var plot = SvgChart.Model();
        var low = shown.Min(i => i.Auroc.Lower);
        plot.Axes.Add(SvgChart.Axis(AxisPosition.Bottom, "Image AUROC with its 95 % interval", Math.Floor((low - 0.01) * 20) / 20, 1.01));
        plot.Axes.Add(SvgChart.Names(plot, shown.Select(i => i.Name)));
        var points = new ScatterSeries { MarkerType = MarkerType.Circle, MarkerSize = 5, MarkerFill = ChartColors.Accent };
        for (var i = 0; i < shown.Count; i++)
        {
            var (_, auroc) = shown[i];
            var line = new LineSeries { Color = ChartColors.Accent, StrokeThickness = 2.5 };
            line.Points.AddRange([new(auroc.Lower, i), new(auroc.Upper, i)]);
            plot.Series.Add(line);
            points.Points.Add(new(auroc.Estimate, i));
        }

        plot.Series.Add(points);
        return SvgChart.Render(
            plot, 460, 80 + (28 * shown.Count),
            "Image AUROC: " + string.Join("; ", shown.Select(i => $"{i.Name} {Text.Range(i.Auroc)}")) + ".");
    }
}
