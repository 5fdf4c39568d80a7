namespace MLPipeline.Jobs;

/// <summary>One thing that was looked at.</summary>
/// <param name="Area">What it belongs to: <c>packages</c>, <c>parts</c>, <c>driver</c>, <c>libraries</c>, <c>runtimes</c>, <c>verdict</c>.</param>
/// <param name="Name">What was looked at.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Found">What was found, or exactly what is missing.</param>
/// <param name="NextStep">What to do; null if nothing.</param>
public sealed record Check(string Area, string Name, CheckStatus Status, string Found, string? NextStep = null);

/// <summary>How a check stands.</summary>
public enum CheckStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Not needed for what is built in, so what was found does not matter.</summary>
    Skipped,

    /// <summary>It works, but not as well as it could.</summary>
    Warning,

    /// <summary>Something that was built in or asked for does not work.</summary>
    Error,
}
