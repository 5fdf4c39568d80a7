using System.Globalization;
using System.Reflection;
using Microsoft.ML.SearchSpace;

namespace MLPipeline.Search;

/// <summary>One property of <see cref="SearchPoint"/> as its attribute declares it, with the values it may take.</summary>
public sealed class Dimension
{
    private readonly PropertyInfo _property;

    private Dimension(PropertyInfo property) => _property = property;

    /// <summary>The property's name.</summary>
    public string Name => _property.Name;

    /// <summary>The values to choose from, in the order of the declaration; empty for a range.</summary>
    public IReadOnlyList<object> Choices { get; private init; } = [];

    /// <summary>Lower end of a range.</summary>
    public double Low { get; private init; }

    /// <summary>Upper end of a range.</summary>
    public double High { get; private init; }

    /// <summary>Whether steps in a range are by factors.</summary>
    public bool Logarithmic { get; private init; }

    /// <summary>Whether it is a range.</summary>
    public bool IsRange => Choices.Count == 0;

    /// <summary>All dimensions, in the order of their declaration.</summary>
    /// <param name="allowed">Replaces the choices of those that it names.</param>
    internal static IReadOnlyList<Dimension> All(IReadOnlyDictionary<string, IReadOnlyList<object>> allowed) =>
        [.. typeof(SearchPoint).GetProperties().OrderBy(p => p.MetadataToken).Select(p => Of(p, allowed)).OfType<Dimension>()];

    /// <summary>The value that a point has.</summary>
    public object Get(SearchPoint point) => _property.GetValue(point)!;

    /// <summary>The point with another value.</summary>
    public SearchPoint Set(SearchPoint point, object value)
    {
        var changed = point with { };
        _property.SetValue(changed, value);
        return changed;
    }

    /// <summary>The value at a place from 0 to 1 of a range, or of the choices in their order.</summary>
    public object At(double place)
    {
        if (!IsRange)
        {
            return Choices[Math.Clamp((int)(place * Choices.Count), 0, Choices.Count - 1)];
        }

        place = Math.Clamp(place, 0, 1);
        var value = Logarithmic ? Low * Math.Pow(High / Low, place) : Low + (place * (High - Low));
        return Typed(value);
    }

    /// <summary>The place from 0 to 1 of a value; the inverse of <see cref="At"/>.</summary>
    public double PlaceOf(object value)
    {
        if (!IsRange)
        {
            return (Math.Max(0, Choices.ToList().IndexOf(value)) + 0.5) / Choices.Count;
        }

        var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return Logarithmic ? Math.Log(number / Low) / Math.Log(High / Low) : (number - Low) / (High - Low);
    }

    // Three digits are enough to tell configurations apart, and read well in tables.
    private object Typed(double value) => _property.PropertyType == typeof(int)
        ? (object)(int)Math.Round(value)
        : double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static Dimension? Of(PropertyInfo property, IReadOnlyDictionary<string, IReadOnlyList<object>> allowed)
    {
        if (property.GetCustomAttribute<ChoiceAttribute>() is { } choice)
        {
            return new(property) { Choices = allowed.GetValueOrDefault(property.Name) ?? [.. choice.Candidates] };
        }

        return property.GetCustomAttribute<RangeAttribute>() is { } range
            ? new(property)
            {
                Low = Convert.ToDouble(range.Min, CultureInfo.InvariantCulture),
                High = Convert.ToDouble(range.Max, CultureInfo.InvariantCulture),
                Logarithmic = range.LogBase,
            }
            : null;
    }
}
