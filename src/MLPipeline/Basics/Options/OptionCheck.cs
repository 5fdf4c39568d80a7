using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace MLPipeline.Basics;

/// <summary>
/// The one gate for options: whoever makes something from them passes them through here, so that a program hears what a
/// pipeline file hears.
/// </summary>
public static class OptionCheck
{
    /// <summary>The options, if every value in them and in the records below them is allowed.</summary>
    /// <param name="options">An options record.</param>
    /// <param name="path">Stands before the keys in messages, such as <c>detector</c>.</param>
    /// <exception cref="OptionException">Some are not; the message names all of them.</exception>
    public static T Valid<T>(T options, string path = "")
        where T : class
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = new List<string>();
        Look(options, path, mistakes);
        return mistakes.Count == 0 ? options : throw new OptionException(mistakes);
    }

    private static void Look(object record, string path, List<string> mistakes)
    {
        foreach (var property in OptionNames.Properties(record.GetType()))
        {
            var key = path.Length == 0 ? OptionNames.Key(property) : $"{path}.{OptionNames.Key(property)}";
            LookAt(property.GetValue(record), key, [.. property.GetCustomAttributes<ValidationAttribute>(inherit: true)], mistakes);
        }
    }

    private static void LookAt(object? value, string key, IReadOnlyList<ValidationAttribute> rules, List<string> mistakes)
    {
        switch (value)
        {
            case null:
                break;
            case string or ValueType:
                if (ScalarRules.Check(value, rules) is { } wrong)
                {
                    mistakes.Add($"{key}: {wrong}");
                }

                break;
            case IEnumerable items:
                var all = items.Cast<object?>().ToArray();
                if (ListRules.Broken(all.Length, rules) is { } count)
                {
                    mistakes.Add($"{key}: {count}");
                }

                for (var i = 0; i < all.Length; i++)
                {
                    LookAt(all[i], $"{key}[{i}]", ListRules.OfItems(rules), mistakes);
                }

                break;
            default:
                Look(value, key, mistakes);
                break;
        }
    }
}
