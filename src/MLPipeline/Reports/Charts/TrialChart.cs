using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace MLPipeline.Reports;

/// <summary>The objective of each trial of a search, and the best so far.</summary>
internal static class TrialChart
{
    /// <summary>Draws the trials in their order.</summary>
    public static string Render(string category, IReadOnlyList<(double Trial, double Objective)> trials)
    {
        var plot = SvgChart.Model();
        plot.Axes.Add(Padded(AxisPosition.Bottom, "Trial"));
        plot.Axes.Add(Padded(AxisPosition.Left, "Objective"));
        var dots = new ScatterSeries { MarkerType = MarkerType.Circle, MarkerSize = 3.5, MarkerFill = ChartColors.Good };
        var best = new StairStepSeries { Color = ChartColors.Bad, StrokeThickness = 2 };
        var highest = double.NegativeInfinity;
        foreach (var (trial, objective) in trials)
        {
            highest = Math.Max(highest, objective);
            dots.Points.Add(new(trial, objective));
            best.Points.Add(new(trial, highest));
        }

        plot.Series.Add(best);
        plot.Series.Add(dots);
        return SvgChart.Render(
            plot, 460, 280,
            $"Search on {category}: {trials.Count} trials, the first reached {Text.Number(trials.Count == 0 ? null : trials[0].Objective)}, the best {Text.Number(trials.Count == 0 ? null : highest)}.");
    }

    /// <summary>An axis with room for the dots at its ends.</summary>
    private static LinearAxis Padded(AxisPosition position, string title)
    {
        var axis = SvgChart.Axis(position, title);
        (axis.MinimumPadding, axis.MaximumPadding) = (0.04, 0.04);
        return axis;
    }
}
