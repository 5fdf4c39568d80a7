using MLPipeline.Metrics;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace MLPipeline.Reports.Charts;

/// <summary>How much of each kind of defect is found.</summary>
internal static class DefectBars
{
    /// <summary>A bar per kind of defect, its length the recall at the threshold.</summary>
    public static string Render(string category, IReadOnlyList<DefectMetrics> defects)
    {
        var plot = SvgChart.Model();
        plot.Axes.Add(SvgChart.Axis(AxisPosition.Bottom, "Recall at the threshold", 0, 1.02));
        var names = SvgChart.Style(new CategoryAxis { StartPosition = 1, EndPosition = 0, GapWidth = 0.5 }, AxisPosition.Left, "");
        names.MajorGridlineStyle = LineStyle.None;
        names.Labels.AddRange(defects.Select(d => d.Defect.Length > 20 ? d.Defect[..19] + "~" : d.Defect));
        plot.Axes.Add(names);
        var bars = new BarSeries { FillColor = ChartColors.Accent, StrokeThickness = 0 };
        bars.Items.AddRange(defects.Select(d => new BarItem(d.Recall ?? 0)));
        plot.Series.Add(bars);
        return SvgChart.Render(
            plot, 380, Math.Max(160, 70 + (30 * defects.Count)),
            $"Recall of each kind of defect of {category}: " + string.Join(", ", defects.Select(d => $"{d.Defect} {Text.Percent(d.Recall)} of {d.Count}")) + ".");
    }
}
