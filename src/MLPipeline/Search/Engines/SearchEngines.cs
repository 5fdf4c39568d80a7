using MLPipeline.Basics;

namespace MLPipeline.Search;

/// <summary>The engines that are built in.</summary>
public static class SearchEngines
{
    /// <summary>All engines, the one for <c>auto</c> first.</summary>
    public static Registry<ISearchEngine> All { get; } = new("search engine", new EmbeddedEngine());

    /// <summary>The engine of that name.</summary>
    /// <exception cref="ArgumentException">It is not built in.</exception>
    public static ISearchEngine Find(string name) => name == "auto"
        ? All.All[0]
        : All.TryFind(name) ?? throw new ArgumentException(
            $"The search engine '{name}' is not built into this command; built in: {string.Join(", ", All.Names)}. " +
            "Write engine: auto, or see 'mlpipeline doctor' for what is missing.");
}
