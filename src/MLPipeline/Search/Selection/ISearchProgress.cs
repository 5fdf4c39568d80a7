namespace MLPipeline.Search;

/// <summary>What a search tells of itself while it is under way, beside the stages and messages of a run.</summary>
public interface ISearchProgress
{
    /// <summary>A search begins.</summary>
    /// <param name="subject">The category, or an empty string where one pipeline is sought for all.</param>
    /// <param name="trials">The most trials.</param>
    /// <param name="time">The time it may take; null if there is no limit.</param>
    void Begin(string subject, int trials, TimeSpan? time);

    /// <summary>A trial is done.</summary>
    /// <param name="subject">The category, or an empty string.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="best">The best single trial so far; null while all have failed.</param>
    void Done(string subject, Trial trial, Trial? best);

    /// <summary>The winner is chosen.</summary>
    /// <param name="outcome">Trials and path.</param>
    void End(SearchOutcome outcome);
}
