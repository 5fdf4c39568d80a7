using MLPipeline.Scores;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace MLPipeline.Reports;

/// <summary>How much of each kind of defect is found.</summary>
internal static class DefectBars
{
    /// <summary>A bar per kind of defect, its length the recall at the threshold.</summary>
    public static string Render(string category, IReadOnlyList<DefectMetrics> defects)
    {
        var plot = SvgChart.Model();
        plot.Axes.Add(SvgChart.Axis(AxisPosition.Bottom, "Recall at the threshold", 0, 1.02));
        plot.Axes.Add(SvgChart.Names(plot, defects.Select(d => d.Defect)));
        var bars = new BarSeries { FillColor = ChartColors.Accent, StrokeThickness = 0 };
        bars.Items.AddRange(defects.Select(d => new BarItem(d.Recall ?? 0)));
        plot.Series.Add(bars);
        return SvgChart.Render(
            plot, 380, Math.Max(160, 70 + (30 * defects.Count)),
            $"Recall of each kind of defect of {category}: " + string.Join(", ", defects.Select(d => $"{d.Defect} {Text.Percent(d.Recall)} of {d.Count}")) + ".");
    }
}
