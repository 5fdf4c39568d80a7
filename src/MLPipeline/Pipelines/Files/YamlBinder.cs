using System.ComponentModel.DataAnnotations;
using System.Reflection;
using MLPipeline.Basics;

namespace MLPipeline.Pipelines;

/// <summary>
/// Fills options records from a YAML tree by reflection: a key is a property's name in snake_case, and the annotations
/// of the property say which values it takes. A new option therefore needs no code here.
/// </summary>
/// <param name="mistakes">Receives what is wrong; a value that is wrong leaves the default in place.</param>
/// <param name="families">Abstract records, each with its kinds by the name that <c>type:</c> gives.</param>
/// <param name="finish">Is given every record once it is filled, and returns the one to use.</param>
internal sealed class YamlBinder(
    Mistakes mistakes,
    IReadOnlyDictionary<Type, IReadOnlyDictionary<string, Type>> families,
    Func<object, object> finish)
{
    private const string TypeKey = "type";

    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>Sets the properties that the section has keys for; where there are several targets, each key belongs to one of them.</summary>
    public void Fill(YamlSection section, string path, params object[] targets) => Fill(section, path, [], targets);

    private void Fill(YamlSection section, string path, IReadOnlyList<string> otherKeys, object[] targets)
    {
        var properties = targets
            .SelectMany(t => OptionNames.Properties(t.GetType()).Select(p => (Target: t, Property: p)))
            .ToDictionary(p => OptionNames.Key(p.Property), StringComparer.Ordinal);
        var firstLines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (key, line, item) in section.Entries)
        {
            var keyPath = Join(path, key);
            if (!firstLines.TryAdd(key, line))
            {
                mistakes.Add(line, keyPath, $"is given twice; the first is on line {firstLines[key]}.");
            }
            else if (properties.TryGetValue(key, out var found))
            {
                Set(found.Property, found.Target, item, line, keyPath);
            }
            else if (!otherKeys.Contains(key))
            {
                var known = otherKeys.Concat(properties.Keys).ToArray();
                mistakes.Add(line, keyPath, $"unknown key; allowed: {string.Join(", ", known)}.{NearMiss.Hint(key, known)}");
            }
        }
    }

    private void Set(PropertyInfo property, object target, YamlItem item, int line, string path)
    {
        var underlying = Nullable.GetUnderlyingType(property.PropertyType);
        var rules = property.GetCustomAttributes<ValidationAttribute>(inherit: true).ToArray();
        if (item is YamlText { IsNull: true } && (underlying is not null || CanBeNull(property)))
        {
            property.SetValue(target, null);
            return;
        }

        // The line of the key is the one to show: a value of several lines may start below it.
        if (TryBind(item, line, path, underlying ?? property.PropertyType, rules, property.GetValue(target), out var value))
        {
            property.SetValue(target, value);
        }
    }

    private bool TryBind(
        YamlItem item, int line, string path, Type type, IReadOnlyList<ValidationAttribute> rules, object? current, out object? value)
    {
        var itemType = ItemType(type);
        var isRecord = itemType is null && type.IsClass && type != typeof(string);
        var expected = itemType is not null ? "a list" : isRecord ? "a section of keys" : ScalarRules.Kind(type);
        value = null;
        switch (item)
        {
            case YamlText { IsNull: true } when isRecord || itemType is not null:
                mistakes.Add(line, path, $"is empty; give it {expected}, or leave the key out for the default.");
                return false;
            case YamlText { IsNull: true }:
                mistakes.Add(line, path, $"has no value; give it {expected}{ScalarRules.AllowedClause(type, rules)}");
                return false;
            case YamlText text when isRecord:
                mistakes.Add(line, path, $"'{text.Value}' is not a section of keys.");
                return false;
            case YamlText text when itemType is not null:
                mistakes.Add(line, path, $"'{text.Value}' is not a list; write [{text.Value}].");
                return false;
            case YamlText text:
                var wrong = ScalarRules.Read(text.Value, type, rules, out value);
                if (wrong is not null)
                {
                    mistakes.Add(line, path, wrong);
                }

                return wrong is null;
            case YamlList list when itemType is not null:
                return TryBindList(list, line, path, itemType, rules, out value);
            case YamlSection section when isRecord:
                value = Record(section, line, path, type, current);
                return value is not null;
            default:
                var allowed = isRecord || itemType is not null ? "." : ScalarRules.AllowedClause(type, rules);
                mistakes.Add(line, path, $"is {(item is YamlList ? "a list" : "a section of keys")}, not {expected}{allowed}");
                return false;
        }
    }

    private bool TryBindList(
        YamlList list, int line, string path, Type itemType, IReadOnlyList<ValidationAttribute> rules, out object? value)
    {
        var itemRules = ListRules.OfItems(rules);
        var items = Array.CreateInstance(itemType, list.Items.Count);
        var good = true;
        for (var i = 0; i < items.Length; i++)
        {
            good &= TryBind(list.Items[i], list.Items[i].Line, $"{path}[{i}]", itemType, itemRules, null, out var item);
            items.SetValue(item, i);
        }

        if (ListRules.Broken(items.Length, rules) is { } wrong)
        {
            mistakes.Add(line, path, wrong);
            good = false;
        }

        value = items;
        return good;
    }

    private object? Record(YamlSection section, int line, string path, Type type, object? current)
    {
        IReadOnlyList<string> otherKeys = [];
        if (families.TryGetValue(type, out var kinds))
        {
            otherKeys = [TypeKey];
            var kind = current?.GetType();
            if (section.Entries.FirstOrDefault(e => e.Key == TypeKey) is { } given)
            {
                kind = given.Value is YamlText name ? kinds.GetValueOrDefault(name.Value) : null;
                if (kind is null)
                {
                    var shown = given.Value is YamlText text ? $"'{text.Value}'" : "that";
                    var hint = given.Value is YamlText word ? NearMiss.Hint(word.Value, kinds.Keys) : "";
                    mistakes.Add(given.Line, Join(path, TypeKey), $"{shown} is not known; allowed: {string.Join(", ", kinds.Keys)}.{hint}");
                    return null;
                }
            }
            else if (kind is null)
            {
                mistakes.Add(line, path, $"has no '{TypeKey}'; allowed: {string.Join(", ", kinds.Keys)}.");
                return null;
            }

            type = kind;
        }

        var record = current?.GetType() == type ? Copy(current) : Activator.CreateInstance(type)!;
        Fill(section, path, otherKeys, [record]);
        return finish(record);
    }

    // A default may be shared, so it is never filled itself. Every record has this method under this name.
    private static object Copy(object record) => record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;

    private static bool CanBeNull(PropertyInfo property) =>
        !property.PropertyType.IsValueType && Nullability.Create(property).WriteState == NullabilityState.Nullable;

    private static Type? ItemType(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.IsAssignableFrom(type.GetGenericArguments()[0].MakeArrayType()) ? type.GetGenericArguments()[0]
        : null;

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
