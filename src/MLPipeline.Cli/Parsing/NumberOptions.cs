using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace MLPipeline.Cli;

/// <summary>
/// Options that take a number. They are all read here, in one way: digits with a point, no thousands separators, no units; and what
/// is out of range is said before anything is done.
/// </summary>
internal static class NumberOptions
{
    /// <summary>An option for a number with or without a fraction.</summary>
    /// <param name="name">The option, with its dashes.</param>
    /// <param name="helpName">What stands for the number in help.</param>
    /// <param name="range">What is allowed.</param>
    /// <param name="description">What the number does.</param>
    public static Option<double?> Real(string name, string helpName, NumberRange range, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => Read(
            result, name, range, "a number",
            text => double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
                && double.IsFinite(value) ? value : null),
    };

    /// <summary>An option for a whole number; parameters as of <see cref="Real"/>.</summary>
    public static Option<int?> Whole(string name, string helpName, NumberRange range, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => (int?)Read(
            result, name, range, "a whole number",
            text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null),
    };

    private static double? Read(ArgumentResult result, string name, NumberRange range, string kind, Func<string, double?> parse)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var value = parse(text);
        if (value is { } number && range.Holds(number))
        {
            return number;
        }

        result.AddError($"{name}: '{text}' is {(value is null ? "not " + kind : "out of range")}; allowed: {kind} {range}.{Hint(text)}");
        return null;
    }

    private static string Hint(string text) =>
        text.EndsWith('%') ? " Write a share, such as 0.05 for 5 %."
        : text.Contains(',') ? " Write a decimal point, and no separators of thousands."
        : "";
}

/// <summary>The numbers that an option allows, both ends included unless said otherwise.</summary>
/// <param name="Low">The smallest.</param>
/// <param name="High">The largest.</param>
/// <param name="WithoutLow">Whether <paramref name="Low"/> itself is not allowed.</param>
/// <param name="WithoutHigh">Whether <paramref name="High"/> itself is not allowed.</param>
internal sealed record NumberRange(double Low, double High, bool WithoutLow = false, bool WithoutHigh = false)
{
    public bool Holds(double value) => (WithoutLow ? value > Low : value >= Low) && (WithoutHigh ? value < High : value <= High);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(WithoutLow ? "above" : "from")} {Low} {(WithoutHigh ? "and below" : "to")} {High}");
}
