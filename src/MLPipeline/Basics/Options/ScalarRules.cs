using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Numerics;

namespace MLPipeline.Basics;

/// <summary>Turns the text of one value into its type, holds it against the property's annotations, and words what is wrong.</summary>
internal static class ScalarRules
{
    private const int LongestShown = 60;

    /// <summary>Reads a value.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Read(string text, Type type, IReadOnlyList<ValidationAttribute> rules, out object? value)
    {
        var parsed = Parse(text, type);
        value = parsed;
        if (parsed is null)
        {
            var wrong = BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                && Kind(type) == "a whole number"
                ? whole.Sign < 0 ? "is too small" : "is too large"
                : $"is not {Kind(type)}";
            return Sentence(text, wrong, type, rules);
        }

        return rules.Select(r => Broken(r, parsed)).OfType<string>().FirstOrDefault() is { } broken ? Sentence(text, broken, type, rules) : null;
    }

    /// <summary>Holds a value that is there already against the rules.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Check(object value, IReadOnlyList<ValidationAttribute> rules)
    {
        var type = value.GetType();
        var wrong = value is Enum && !Enum.IsDefined(type, value) ? "is not one of the known values"
            : value is double number && !double.IsFinite(number) || value is float single && !float.IsFinite(single) ? "is not a number"
            : rules.Select(r => Broken(r, value)).OfType<string>().FirstOrDefault();
        return wrong is null ? null : Sentence(Show(value)!, wrong, type, rules);
    }

    /// <summary>What the value of a type is called in messages.</summary>
    public static string Kind(Type type) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(double) || type == typeof(float) => "a number",
        _ when type == typeof(string) => "text",
        { IsEnum: true } => "one of the known values",
        _ => throw new NotSupportedException($"A pipeline file cannot hold a value of type {type}."),
    };

    /// <summary>What a property allows, such as <c>0 to 512</c>, or null where its kind says all.</summary>
    public static string? Allowed(Type type, IReadOnlyList<ValidationAttribute> rules)
    {
        var parts = rules.Select(Describe).OfType<string>().ToList();
        if (type.IsEnum)
        {
            parts.Insert(0, string.Join(", ", OptionNames.Values(type).Keys));
        }

        if (parts.Count == 0 && (type == typeof(int) || type == typeof(long)))
        {
            parts.Add(type == typeof(int) ? $"{int.MinValue} to {int.MaxValue}" : $"{long.MinValue} to {long.MaxValue}");
        }

        return parts.Count == 0 ? null : string.Join("; ", parts);
    }

    /// <summary>The part of a message that says what is allowed, with its full stop.</summary>
    public static string AllowedClause(Type type, IReadOnlyList<ValidationAttribute> rules) =>
        Allowed(type, rules) is { } allowed ? $"; allowed: {allowed}." : ".";

    private static string Sentence(string text, string wrong, Type type, IReadOnlyList<ValidationAttribute> rules)
    {
        var shown = text.Length > LongestShown ? text[..LongestShown] + "..." : text;
        var words = type.IsEnum
            ? OptionNames.Values(type).Keys
            : rules.OfType<AllowedValuesAttribute>().SelectMany(r => r.Values).OfType<string>()
                .Concat(rules.OfType<RegisteredAttribute>().SelectMany(r => r.Allowed));
        return $"'{shown}' {wrong}{AllowedClause(type, rules)}{NearMiss.Hint(text, words)}";
    }

    private static object? Parse(string text, Type type)
    {
        var culture = CultureInfo.InvariantCulture;
        return type switch
        {
            _ when type == typeof(string) => text,
            _ when type == typeof(bool) => bool.TryParse(text, out var b) ? b : null,
            _ when type == typeof(int) => int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var i) ? i : null,
            _ when type == typeof(long) => long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var l) ? l : null,
            _ when type == typeof(double) => double.TryParse(text, NumberStyles.Float, culture, out var d) && double.IsFinite(d) ? d : null,
            _ when type == typeof(float) => float.TryParse(text, NumberStyles.Float, culture, out var f) && float.IsFinite(f) ? f : null,
            { IsEnum: true } => OptionNames.Values(type).GetValueOrDefault(text),
            _ => throw new NotSupportedException($"A pipeline file cannot hold a value of type {type}."),
        };
    }

    private static string? Broken(ValidationAttribute rule, object value)
    {
        switch (rule)
        {
            // RangeAttribute itself would round a fraction to a whole number where its limits are whole.
            case RangeAttribute range:
                var (number, low, high) = (ToDouble(value), ToDouble(range.Minimum), ToDouble(range.Maximum));
                return number < low || (range.MinimumIsExclusive && number == low) ? "is too small"
                    : number > high || (range.MaximumIsExclusive && number == high) ? "is too large"
                    : null;
            case MinLengthAttribute or MaxLengthAttribute or LengthAttribute:
                return rule.IsValid(value) ? null : "is too " + (rule is MaxLengthAttribute ? "long" : "short");
            default:
                return rule.IsValid(value) ? null : "is not allowed";
        }
    }

    private static string? Describe(ValidationAttribute rule) => rule switch
    {
        RangeAttribute r =>
            $"{(r.MinimumIsExclusive ? "more than " : "")}{Show(r.Minimum)} to {(r.MaximumIsExclusive ? "less than " : "")}{Show(r.Maximum)}",
        RegisteredAttribute r => string.Join(", ", r.Allowed),
        AllowedValuesAttribute a => string.Join(", ", a.Values.Select(Show)),
        MinLengthAttribute m => $"at least {m.Length} character{(m.Length == 1 ? "" : "s")}",
        MaxLengthAttribute m => $"at most {m.Length} characters",
        RegularExpressionAttribute e => $"text that matches {e.Pattern}",
        _ => null,
    };

    private static double ToDouble(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static string? Show(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture);
}
