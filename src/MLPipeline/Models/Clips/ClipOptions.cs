using MLPipeline.Featurization;

namespace MLPipeline.Models;

/// <summary>How a detector for clips is trained.</summary>
public sealed record ClipOptions
{
    /// <summary>The detectors, by name.</summary>
    public IReadOnlyList<string> Detectors { get; init; } = ["speed", "place", "direction", "left", "loiter", "scene"];

    /// <summary>The share of the budget of false alarms of each detector that is not as <see cref="DefaultWeights"/> says.</summary>
    public IReadOnlyDictionary<string, double>? Weights { get; init; }

    /// <summary>The share of normal frames that may be above the limit.</summary>
    public double TargetRate { get; init; } = 0.01;

    /// <summary>How motion is measured.</summary>
    public MotionOptions Motion { get; init; } = new();

    /// <summary>Shares of the budget before they are divided by their sum.</summary>
    public static IReadOnlyDictionary<string, double> DefaultWeights { get; } = new Dictionary<string, double>
    {
        ["speed"] = 0.5,
        ["place"] = 0.1,
        ["direction"] = 0.1,
        ["left"] = 0.1,
        ["loiter"] = 0.1,
        ["scene"] = 0.1,
    };

    /// <summary>The weight of a detector that nothing is said about.</summary>
    internal const double OtherWeight = 0.1;

    /// <summary>The weights of detectors, which sum to 1.</summary>
    internal double[] WeightsOf(IReadOnlyList<string> names)
    {
        var weights = names.Select(name => Weights?.TryGetValue(name, out var own) == true ? own : DefaultWeights.GetValueOrDefault(name, OtherWeight)).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }
}
