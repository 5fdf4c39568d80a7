namespace MLPipeline.Detectors;

/// <summary>
/// What every detector's options have in common. A detector is named in a pipeline file by <see cref="Type"/>;
/// the other keys of its section are the properties of its options record in snake_case.
/// </summary>
public abstract record DetectorOptions
{
    /// <summary>The detector's name, such as <c>patch-gaussian</c>.</summary>
    public abstract string Type { get; }

    /// <summary>These options with <paramref name="seed"/> for what they draw, where they name no seed of their own.</summary>
    public virtual DetectorOptions SeededBy(int seed) => this;

    /// <summary>These options for embeddings whose cells hold the given numbers of channels, layer after layer, shallow to deep.</summary>
    public virtual DetectorOptions KnowingLayers(IReadOnlyList<int> channels) => this;
}
