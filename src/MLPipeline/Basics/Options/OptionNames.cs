using System.Reflection;
using System.Text.Json;

namespace MLPipeline.Basics;

/// <summary>How the names of options records are spelt in files.</summary>
internal static class OptionNames
{
    /// <summary>The key of a property: <c>NoiseFloor</c> is <c>noise_floor</c>.</summary>
    public static string Key(PropertyInfo property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    /// <summary>The spelling of an enum's values: <c>OutOfFold</c> is <c>out-of-fold</c>, as detectors are named.</summary>
    public static IReadOnlyDictionary<string, object> Values(Type enumType) => Enum.GetValues(enumType).Cast<object>()
        .ToDictionary(v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()!), StringComparer.Ordinal);

    /// <summary>One value of an enum in that spelling.</summary>
    public static string Spell(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The properties of a record that a file may set, in the order of their declaration.</summary>
    public static IReadOnlyList<PropertyInfo> Properties(Type record) => record
        .GetProperties(BindingFlags.Instance | BindingFlags.Public)
        .Where(p => p.SetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0)
        .OrderBy(p => p.MetadataToken)
        .ToArray();
}
