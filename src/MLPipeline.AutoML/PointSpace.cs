using System.Globalization;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;
using MLPipeline.Search;

namespace MLPipeline.AutoML;

/// <summary>The configurations of a session as a search space of Microsoft.ML.AutoML.</summary>
internal sealed class PointSpace
{
    /// <summary>The key of the space in an experiment's parameter.</summary>
    public const string Key = "point";

    private readonly ConfigurationSpace _configurations;
    private readonly Dimension[] _dimensions;

    public PointSpace(ConfigurationSpace configurations)
    {
        _configurations = configurations;
        _dimensions = [.. configurations.Dimensions.Where(d => d.IsRange || d.Choices.Count > 1)];
        foreach (var dimension in _dimensions)
        {
            Space.Add(dimension.Name, Option(dimension, dimension.Get(configurations.Default)));
        }
    }

    /// <summary>The space; one option per dimension that is not fixed.</summary>
    public Microsoft.ML.SearchSpace.SearchSpace Space { get; } = new();

    /// <summary>Whether there is nothing to choose.</summary>
    public bool IsEmpty => _dimensions.Length == 0;

    /// <summary>The configuration that a proposal stands for.</summary>
    public SearchPoint Read(Parameter proposal) => _dimensions.Aggregate(
        _configurations.Default,
        (point, dimension) => dimension.Set(point, Value(dimension, proposal[dimension.Name], dimension.Get(point))));

    /// <summary>The proposal that stands for a configuration.</summary>
    public Parameter Write(SearchPoint point) => Parameter.CreateNestedParameter([.. _dimensions.Select(d =>
        new KeyValuePair<string, Parameter>(d.Name, d.Get(point) switch
        {
            string text => Parameter.FromString(text),
            int number => Parameter.FromInt(number),
            var number => Parameter.FromDouble((double)number),
        }))]);

    /// <summary>A configuration with another value in one dimension; to be repaired.</summary>
    public SearchPoint Neighbour(SearchPoint point, Random random)
    {
        var dimension = _dimensions[random.Next(_dimensions.Length)];
        return dimension.Set(point, dimension.At(random.NextDouble()));
    }

    private static OptionBase Option(Dimension dimension, object plain) =>
        !dimension.IsRange ? new ChoiceOption([.. dimension.Choices], dimension.Choices.Contains(plain) ? plain : dimension.Choices[0])
        : plain is int number ? new UniformIntOption((int)dimension.Low, (int)dimension.High, dimension.Logarithmic, number)
        : new UniformDoubleOption(dimension.Low, dimension.High, dimension.Logarithmic, Convert.ToDouble(plain, CultureInfo.InvariantCulture));

    private static object Value(Dimension dimension, Parameter proposed, object plain) =>
        plain is string ? proposed.AsType<string>()
        : plain is int ? proposed.AsType<int>()
        : dimension.At(dimension.PlaceOf(proposed.AsType<double>()));
}
