namespace MLPipeline.Basics;

/// <summary>Where a search may move an option: within a range, or among choices. The option's default is where it starts.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SearchedAttribute : Attribute
{
    /// <summary>A range of numbers.</summary>
    public SearchedAttribute(double low, double high) => (Low, High) = (low, high);

    /// <summary>Some values, of the option's type.</summary>
    public SearchedAttribute(params object[] choices) => Choices = choices;

    /// <summary>Lower end of a range.</summary>
    public double Low { get; }

    /// <summary>Upper end of a range.</summary>
    public double High { get; }

    /// <summary>Whether steps in a range are by factors.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>The values; empty for a range.</summary>
    public IReadOnlyList<object> Choices { get; } = [];
}
