using OxyPlot;

namespace MLPipeline.Reports;

/// <summary>
/// Colours by their role. OxyPlot wants fixed colours, a page with a light and a dark face wants variables: each role is a
/// colour that nobody would draw with, and <see cref="SvgChart"/> puts a CSS variable in its place.
/// </summary>
internal static class ChartColors
{
    public static readonly OxyColor Ink = OxyColor.FromRgb(1, 0, 0);
    public static readonly OxyColor Line = OxyColor.FromRgb(2, 0, 0);
    public static readonly OxyColor Good = OxyColor.FromRgb(3, 0, 0);
    public static readonly OxyColor Bad = OxyColor.FromRgb(4, 0, 0);
    public static readonly OxyColor Accent = OxyColor.FromRgb(5, 0, 0);

    /// <summary>What SVG says, and the CSS that takes its place.</summary>
    public static readonly IReadOnlyDictionary<string, string> Variables = new Dictionary<string, string>
    {
        ["rgb(1,0,0)"] = "var(--ink)",
        ["rgb(2,0,0)"] = "var(--line)",
        ["rgb(3,0,0)"] = "var(--good)",
        ["rgb(4,0,0)"] = "var(--bad)",
        ["rgb(5,0,0)"] = "var(--accent)",
    };
}
