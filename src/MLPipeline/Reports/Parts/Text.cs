using System.Globalization;
using MLPipeline.Scores;

namespace MLPipeline.Reports;

/// <summary>Numbers as people read them. What is missing is shown as "n/a".</summary>
internal static class Text
{
    public const string Missing = "n/a";

    /// <summary>Three decimals: 0.978.</summary>
    public static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? Missing;

    /// <summary>With its sign: +0.012.</summary>
    public static string Signed(double? value) => value?.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture) ?? Missing;

    /// <summary>One decimal where it says something: 97.5 %, 100 %.</summary>
    public static string Percent(double? share) => share is { } value ? (100 * value).ToString("0.#", CultureInfo.InvariantCulture) + " %" : Missing;

    /// <summary>Four digits at most: 27480, 1.234, 2.5e+08.</summary>
    public static string Short(double value) => Math.Abs(value) is >= 1e4 and < 1e6
        ? value.ToString("0", CultureInfo.InvariantCulture)
        : value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>Estimate and interval: 0.978 [0.950, 0.995].</summary>
    public static string Range(Interval? interval) =>
        interval is null ? Missing : $"{Number(interval.Estimate)} {Ends(interval)}";

    /// <summary>The interval alone: [0.950, 0.995].</summary>
    public static string Ends(Interval? interval) =>
        interval is null ? "" : $"[{Number(interval.Lower)}, {Number(interval.Upper)}]";

    /// <summary>An interval of shares: [2.2 %, 8.3 %].</summary>
    public static string PercentEnds(Interval? interval) =>
        interval is null ? "" : $"[{Percent(interval.Lower)}, {Percent(interval.Upper)}]";

    /// <summary>A p-value: 0.031, below 0.001.</summary>
    public static string P(double? value) => value switch
    {
        null => Missing,
        < 0.001 => "< 0.001",
        _ => Number(value),
    };

    /// <summary>With a capital in front: False alarms.</summary>
    public static string Capitalised(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A count.</summary>
    public static string Count(long value) => value.ToString(CultureInfo.InvariantCulture);
}
