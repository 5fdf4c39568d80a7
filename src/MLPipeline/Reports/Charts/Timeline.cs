using MLPipeline.Scores;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace MLPipeline.Reports;

/// <summary>The score of a clip over time: the limit, true events shaded, found events as bars below.</summary>
internal static class Timeline
{
    private const int MostPoints = 1200;

    /// <summary>Draws a clip.</summary>
    public static string Render(ClipResult clip, double limit)
    {
        var (frames, rate) = (clip.Frames, clip.Clip.Source.FramesPerSecond);
        double At(int frame) => rate is { } r ? frame / r : frame;
        var plot = SvgChart.Model();
        var across = SvgChart.Axis(AxisPosition.Bottom, rate is null ? "Frame" : "Seconds", frames.Count == 0 ? 0 : At(frames[0].Frame), frames.Count == 0 ? 1 : At(frames[^1].Frame));
        across.MajorGridlineStyle = LineStyle.None;
        plot.Axes.Add(across);
        // What is certain is cut off: a cyclist has an evidence of 100, and the rest would lie on the ground.
        var most = Math.Max(limit * 2.5, Smoothing.Cap * 1.5);
        var up = SvgChart.Axis(AxisPosition.Left, "Evidence", -0.08 * most, most);
        plot.Axes.Add(up);
        foreach (var truth in EventSpan.Of([.. frames.Select((_, i) => clip.KindOf(i) is not null)]))
        {
            plot.Annotations.Add(new RectangleAnnotation
            {
                MinimumX = At(frames[truth.Start].Frame),
                MaximumX = At(frames[truth.End - 1].Frame),
                Fill = OxyColor.FromAColor(50, ChartColors.Bad),
                Layer = AnnotationLayer.BelowSeries,
            });
        }

        foreach (var e in clip.Events)
        {
            plot.Annotations.Add(new RectangleAnnotation { MinimumX = At(e.Start), MaximumX = At(e.End), MinimumY = -0.06 * most, MaximumY = -0.01 * most, Fill = ChartColors.Accent });
        }

        var line = new LineSeries { Color = ChartColors.Ink, StrokeThickness = 1.2 };
        line.Points.AddRange(Thinned(frames.Select(f => new DataPoint(At(f.Frame), Math.Min(f.Score, most))).ToList()));
        plot.Series.Add(line);
        plot.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = limit, Color = ChartColors.Bad, LineStyle = LineStyle.Dash, StrokeThickness = 1.2 });
        return SvgChart.Render(
            plot, 720, 190,
            $"Score of the clip {clip.Clip.Name} over time: {clip.Frames.Count(f => f.IsAnomalous)} of {frames.Count} frames are above the limit of {Text.Short(limit)}, in {clip.Events.Count} events.");
    }

    // The highest point of each stretch: what is above the limit stays above it.
    private static IEnumerable<DataPoint> Thinned(List<DataPoint> points) => points.Count <= MostPoints
        ? points
        : points.Chunk((points.Count + MostPoints - 1) / MostPoints).Select(chunk => chunk.MaxBy(p => p.Y));
}
