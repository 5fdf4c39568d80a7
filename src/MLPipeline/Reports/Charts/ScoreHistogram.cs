using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace MLPipeline.Reports;

/// <summary>How the scores of the good and of the anomalous photos lie about the threshold.</summary>
internal static class ScoreHistogram
{
    private const int Bins = 28;

    /// <summary>Draws the scores; on a logarithmic axis where all are positive and they span more than a factor of 20.</summary>
    public static string Render(CategoryResult result)
    {
        var scores = result.Test.Select(p => (double)p.Score).Append(result.Threshold).Where(double.IsFinite).ToArray();
        var (low, high) = (scores.Min(), scores.Max());
        var logarithmic = low > 0 && high / low > 20;
        Func<double, double> place = logarithmic ? Math.Log : x => x;
        Func<double, double> score = logarithmic ? Math.Exp : x => x;
        var (from, to) = (place(low), place(high));
        var step = to > from ? (to - from) / Bins : 1;

        var plot = SvgChart.Model();
        var across = logarithmic ? SvgChart.Style<Axis>(new LogarithmicAxis(), AxisPosition.Bottom, "Score (logarithmic)") : SvgChart.Axis(AxisPosition.Bottom, "Score");
        (across.Minimum, across.Maximum) = (score(from - step), score(to + (2 * step)));
        across.MajorGridlineStyle = LineStyle.None;
        across.LabelFormatter = Text.Short;
        plot.Axes.Add(across);
        var up = SvgChart.Axis(AxisPosition.Left, "Photos", 0);
        (up.MinimumMajorStep, up.MaximumPadding) = (1, 0.08);
        plot.Axes.Add(up);
        plot.Series.Add(Bars(result.Test.Where(p => !p.Photo.IsAnomalous), ChartColors.Good));
        plot.Series.Add(Bars(result.Test.Where(p => p.Photo.IsAnomalous), ChartColors.Bad));
        plot.Annotations.Add(new LineAnnotation
        {
            Type = LineAnnotationType.Vertical,
            X = result.Threshold,
            Color = ChartColors.Ink,
            StrokeThickness = 1.5,
            LineStyle = LineStyle.Dash,
        });
        var counts = result.Figures.AtThreshold;
        return SvgChart.Render(
            plot, 380, 300,
            $"Histogram of the scores of {result.Category}: of {counts.TrueNegatives + counts.FalsePositives} good photos {counts.FalsePositives} lie above the threshold of {Text.Short(result.Threshold)}, of {counts.TruePositives + counts.FalseNegatives} anomalous ones {counts.TruePositives}.");

        RectangleBarSeries Bars(IEnumerable<ScoredPhoto> photos, OxyColor color)
        {
            var bars = new RectangleBarSeries { FillColor = OxyColor.FromAColor(165, color), StrokeColor = color, StrokeThickness = 0.8 };
            foreach (var bin in photos.Where(p => float.IsFinite(p.Score)).GroupBy(p => (int)Math.Min((place(p.Score) - from) / step, Bins - 1)))
            {
                bars.Items.Add(new(score(from + (bin.Key * step)), 0, score(from + ((bin.Key + 1) * step)), bin.Count()));
            }

            return bars;
        }
    }
}
