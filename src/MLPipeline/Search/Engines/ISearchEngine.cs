using MLPipeline.Basics;

namespace MLPipeline.Search;

/// <summary>
/// Proposes configurations and learns from what they give. The session does the rest: it runs and logs a trial, answers
/// from the log what an earlier, interrupted search has tried, and keeps the budget.
/// </summary>
/// <remarks>
/// An engine that brings a loop of its own, such as <c>AutoMLExperiment</c>, calls <see cref="SearchSession.Evaluate(SearchPoint, CancellationToken)"/> from
/// its trial runner. Nothing else is asked of it: the winner is chosen from the session's trials.
/// </remarks>
public interface ISearchEngine : INamed
{
    /// <summary>
    /// Tries configurations until <see cref="SearchSession.IsOver"/>, or until there is nothing new to try. The order of
    /// proposals may depend on <see cref="SearchSession.Seed"/> and on outcomes alone, never on a clock.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was raised: time is up, or the user has had enough.</exception>
    void Run(SearchSession session, CancellationToken cancel);
}
