using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Axes;

namespace MLPipeline.Reports;

/// <summary>Draws a plot as an inline SVG element that scales, follows the page's colours and has a text alternative.</summary>
internal static class SvgChart
{
    private const int LongestName = 22;

    /// <summary>A plot with the look that all charts share.</summary>
    public static PlotModel Model() => new()
    {
        DefaultFont = "sans-serif",
        DefaultFontSize = 12,
        TextColor = ChartColors.Ink,
        PlotAreaBorderThickness = new(0),
        Padding = new(4, 8, 14, 4),
        Culture = CultureInfo.InvariantCulture,
    };

    /// <summary>A linear axis with faint lines across the plot.</summary>
    public static LinearAxis Axis(AxisPosition position, string title, double minimum = double.NaN, double maximum = double.NaN) =>
        Style(new LinearAxis { Minimum = minimum, Maximum = maximum }, position, title);

    /// <summary>An axis of names from top to bottom. Names are cut, and have room even in a wide font.</summary>
    public static CategoryAxis Names(PlotModel plot, IEnumerable<string> names)
    {
        var axis = Style(new CategoryAxis { StartPosition = 1, EndPosition = 0, GapWidth = 0.5 }, AxisPosition.Left, "");
        axis.MajorGridlineStyle = LineStyle.None;
        axis.MajorTickSize = 0;
        axis.Labels.AddRange(names.Select(n => n.Length > LongestName ? n[..(LongestName - 2)] + ".." : n));
        plot.PlotMargins = new(16 + (7.2 * axis.Labels.Max(n => n.Length)), double.NaN, double.NaN, double.NaN);
        return axis;
    }

    /// <summary>Gives an axis the look that all axes share.</summary>
    public static T Style<T>(T axis, AxisPosition position, string title)
        where T : Axis
    {
        axis.Position = position;
        axis.Title = title;
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = ChartColors.Line;
        axis.TicklineColor = ChartColors.Line;
        axis.MinorTickSize = 0;
        axis.MajorTickSize = 4;
        axis.AxisTitleDistance = 10;
        axis.AxislineStyle = LineStyle.Solid;
        axis.AxislineColor = ChartColors.Line;
        return axis;
    }

    /// <summary>The element.</summary>
    /// <param name="plot">What to draw.</param>
    /// <param name="width">Width in units of the drawing; the page scales it.</param>
    /// <param name="height">Height in the same units.</param>
    /// <param name="label">What the picture says, for those who do not see it.</param>
    public static string Render(PlotModel plot, int width, int height, string label)
    {
        var exporter = new SvgExporter { Width = width, Height = height };
        var text = exporter.ExportToString(plot);
        var svg = XDocument.Parse(text).Root!;
        svg.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}"));
        svg.SetAttributeValue("width", null);
        svg.SetAttributeValue("height", null);
        svg.SetAttributeValue("role", "img");
        svg.SetAttributeValue("aria-label", label);
        // Ids belong to the page: two pictures with the same must be the same picture.
        var prefix = $"c{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12]}-";
        foreach (var attribute in svg.DescendantsAndSelf().Attributes().ToList())
        {
            if (attribute.Name.LocalName == "font-family")
            {
                attribute.Remove();
                continue;
            }

            attribute.Value = attribute.Name.LocalName == "id"
                ? prefix + attribute.Value
                : Colored(attribute.Value.Replace("url(#", $"url(#{prefix}", StringComparison.Ordinal));
        }

        return svg.ToString(SaveOptions.DisableFormatting);
    }

    private static string Colored(string value) =>
        value.Contains("rgb(", StringComparison.Ordinal)
            ? ChartColors.Variables.Aggregate(value, (text, pair) => text.Replace(pair.Key, pair.Value, StringComparison.Ordinal))
            : value;
}
