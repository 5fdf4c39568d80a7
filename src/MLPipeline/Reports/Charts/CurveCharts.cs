using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace MLPipeline.Reports;

/// <summary>The ROC curve and the precision-recall curve of a category, with the point of the threshold.</summary>
internal static class CurveCharts
{
    private const int Width = 380;
    private const int Height = 300;

    /// <summary>The ROC curve; the diagonal is chance.</summary>
    public static string Roc(CategoryResult result)
    {
        var plot = Square("False-positive rate", "Recall");
        plot.Series.Add(Chance([new(0, 0), new(1, 1)]));
        plot.Series.Add(Curve(result.Figures.Roc.Select(p => new DataPoint(p.FalsePositiveRate, p.TruePositiveRate))));
        var (recall, fpr) = (result.Figures.AtThreshold.Recall, result.Figures.AtThreshold.FalsePositiveRate);
        plot.Series.Add(Mark(fpr, recall));
        return SvgChart.Render(
            plot, Width, Height,
            $"ROC curve of {result.Category}: area {Text.Number(result.Figures.Auroc?.Estimate)}; at the threshold recall {Text.Percent(recall)} with {Text.Percent(fpr)} false positives.");
    }

    /// <summary>
    /// The precision-recall curve, drawn as the steps that the average precision sums; the base rate is chance.
    /// </summary>
    public static string PrecisionRecall(CategoryResult result)
    {
        var plot = Square("Recall", "Precision");
        var baseRate = result.Figures.BaseRate ?? 0;
        plot.Series.Add(Chance([new(0, baseRate), new(1, baseRate)]));
        plot.Series.Add(Curve(Steps(result.Figures)));
        var (recall, precision) = (result.Figures.AtThreshold.Recall, result.Figures.AtThreshold.Precision);
        plot.Series.Add(Mark(recall, precision));
        return SvgChart.Render(
            plot, Width, Height,
            $"Precision-recall curve of {result.Category}: average precision {Text.Number(result.Figures.AveragePrecision?.Estimate)}, base rate {Text.Number(result.Figures.BaseRate)}; at the threshold precision {Text.Percent(precision)} and recall {Text.Percent(recall)}.");
    }

    private static IEnumerable<DataPoint> Steps(CategoryFigures figures)
    {
        var before = 0.0;
        foreach (var point in figures.PrecisionRecall.OrderBy(p => p.Recall).ThenByDescending(p => p.Threshold))
        {
            yield return new(before, point.Precision);
            yield return new(point.Recall, point.Precision);
            before = point.Recall;
        }
    }

    private static PlotModel Square(string across, string up)
    {
        var plot = SvgChart.Model();
        // A little room, so that a perfect curve does not lie on the frame.
        plot.Axes.Add(SvgChart.Axis(AxisPosition.Bottom, across, -0.02, 1.02));
        plot.Axes.Add(SvgChart.Axis(AxisPosition.Left, up, 0, 1.04));
        return plot;
    }

    private static LineSeries Curve(IEnumerable<DataPoint> points)
    {
        var line = new LineSeries { Color = ChartColors.Accent, StrokeThickness = 2.2 };
        line.Points.AddRange(points);
        return line;
    }

    private static LineSeries Chance(DataPoint[] points)
    {
        var line = new LineSeries { Color = ChartColors.Ink, StrokeThickness = 1, LineStyle = LineStyle.Dash };
        line.Points.AddRange(points);
        return line;
    }

    private static ScatterSeries Mark(double? x, double? y)
    {
        var mark = new ScatterSeries { MarkerType = MarkerType.Circle, MarkerSize = 5, MarkerFill = ChartColors.Bad };
        if (x is { } across && y is { } up)
        {
            mark.Points.Add(new(across, up));
        }

        return mark;
    }
}
