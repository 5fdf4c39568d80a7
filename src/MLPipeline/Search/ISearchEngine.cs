namespace MLPipeline.Search;

/// <summary>
/// Proposes configurations and learns from what they give. The session does the rest: it runs and logs a trial, answers
/// from the log what an earlier, interrupted search has tried, and keeps the budget.
/// </summary>
/// <remarks>
/// An engine that brings a loop of its own, such as <c>AutoMLExperiment</c>, calls <see cref="SearchSession.Evaluate(SearchPoint, CancellationToken)"/> from
/// its trial runner. Nothing else is asked of it: the winner is chosen from the session's trials.
/// </remarks>
public interface ISearchEngine
{
    /// <summary>The name that pipeline files use.</summary>
    string Name { get; }

    /// <summary>
    /// Tries configurations until <see cref="SearchSession.IsOver"/>, or until there is nothing new to try. The order of
    /// proposals may depend on <see cref="SearchSession.Seed"/> and on outcomes alone, never on a clock.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was raised: time is up, or the user has had enough.</exception>
    void Run(SearchSession session, CancellationToken cancel);
}

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
