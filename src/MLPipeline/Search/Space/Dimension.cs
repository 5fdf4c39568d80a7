using System.Globalization;
using System.Reflection;
using MLPipeline.Basics;
using MLPipeline.Detectors;

namespace MLPipeline.Search;

/// <summary>One thing that a search may change about a <see cref="SearchPoint"/>, with the values it may take.</summary>
public sealed class Dimension
{
    private readonly Func<SearchPoint, object> _get;
    private readonly Func<SearchPoint, object, SearchPoint> _set;
    private readonly Func<SearchPoint, bool> _matters;

    private Dimension(
        string name, bool isStructure, Func<SearchPoint, object> get, Func<SearchPoint, object, SearchPoint> set, Func<SearchPoint, bool>? matters = null)
    {
        Name = name;
        IsStructure = isStructure;
        _get = get;
        _set = set;
        _matters = matters ?? (_ => true);
    }

    /// <summary>Its name, such as <c>size</c> or <c>patch-gaussian.rank</c>.</summary>
    public string Name { get; }

    /// <summary>Whether it is about what a configuration is made of, not about a parameter of a part.</summary>
    public bool IsStructure { get; }

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

    /// <summary>Whether changing it changes this point.</summary>
    public bool Matters(SearchPoint point) => _matters(point);

    /// <summary>The value that a point has; the default where it does not <see cref="Matters"/>.</summary>
    public object Get(SearchPoint point) => _get(point);

    /// <summary>The point with another value; the point itself where it does not <see cref="Matters"/>.</summary>
    public SearchPoint Set(SearchPoint point, object value) => Matters(point) ? _set(point, value) : point;

    /// <summary>The value at a place from 0 to 1 of a range, or of the choices in their order.</summary>
    public object At(double place)
    {
        if (!IsRange)
        {
            return Choices[Math.Clamp((int)(place * Choices.Count), 0, Choices.Count - 1)];
        }

        place = Math.Clamp(place, 0, 1);
        var value = Logarithmic ? Low * Math.Pow(High / Low, place) : Low + (place * (High - Low));

        // Three digits are enough to tell configurations apart, and read well in tables.
        return _get(new()) is int
            ? (object)(int)Math.Round(value)
            : double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
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

    /// <summary>A part of the structure.</summary>
    internal static Dimension Structure<T>(string name, IEnumerable<T> choices, Func<SearchPoint, T> get, Func<SearchPoint, T, SearchPoint> set)
        where T : notnull => new(name, isStructure: true, p => get(p), (p, v) => set(p, (T)v)) { Choices = [.. choices.Distinct()] };

    /// <summary>A parameter of the embedding.</summary>
    internal static Dimension Parameter(
        string name, IEnumerable<int> choices, Func<SearchPoint, int> get, Func<SearchPoint, int, SearchPoint> set, Func<SearchPoint, bool> matters) =>
        new(name, isStructure: false, p => get(p), (p, v) => set(p, (int)v), matters) { Choices = [.. choices.Cast<object>()] };

    /// <summary>The options of a detector that carry <see cref="SearchedAttribute"/>.</summary>
    internal static IEnumerable<Dimension> Of(DetectorKind kind) =>
        from property in OptionNames.Properties(kind.Defaults.GetType())
        let searched = property.GetCustomAttribute<SearchedAttribute>()
        where searched is not null
        select new Dimension(
            $"{kind.Name}.{OptionNames.Key(property)}",
            isStructure: false,
            p => Plain(property.GetValue(p.Detector.Type == kind.Name ? p.Detector : kind.Defaults)!),
            (p, v) => p with { Detector = With(p.Detector, property, v) },
            p => p.Detector.Type == kind.Name)
        {
            Choices = [.. searched.Choices.Select(Plain)],
            Low = searched.Low,
            High = searched.High,
            Logarithmic = searched.Logarithmic,
        };

    private static DetectorOptions With(DetectorOptions options, PropertyInfo property, object value)
    {
        var changed = options with { };
        property.SetValue(changed, property.PropertyType.IsEnum ? OptionNames.Values(property.PropertyType)[(string)value] : value);
        return changed;
    }

    // Engines know numbers and texts.
    private static object Plain(object value) => value is Enum name ? OptionNames.Spell(name) : value;
}
