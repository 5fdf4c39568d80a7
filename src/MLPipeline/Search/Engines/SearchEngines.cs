namespace MLPipeline.Search;

/// <summary>The engines that are built in.</summary>
public static class SearchEngines
{
    private static readonly List<ISearchEngine> Registered = [new EmbeddedEngine()];

    /// <summary>All engines, the one for <c>auto</c> first.</summary>
    public static IReadOnlyList<ISearchEngine> All => Registered;

    /// <summary>Adds an engine of an optional package; <c>auto</c> is the last one added.</summary>
    public static void Register(ISearchEngine engine)
    {
        if (Registered.All(e => e.Name != engine.Name))
        {
            Registered.Insert(0, engine);
        }
    }

    /// <summary>The engine of that name.</summary>
    /// <exception cref="ArgumentException">It is not built in.</exception>
    public static ISearchEngine Find(string name) => name == "auto"
        ? Registered[0]
        : Registered.FirstOrDefault(e => e.Name == name) ?? throw new ArgumentException(
            $"The search engine '{name}' is not built into this command; built in: {string.Join(", ", Registered.Select(e => e.Name))}. " +
            "Write engine: auto, or see 'mlpipeline doctor' for what is missing.");
}
