namespace MLPipeline.Basics;

/// <summary>Phrases of messages.</summary>
internal static class Words
{
    /// <summary>The first few of a list, and how many more there are: <c>a, b, c and 4 more</c>.</summary>
    public static string Some(IReadOnlyCollection<string> names, int most = 3) => names.Count <= most
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(most))} and {names.Count - most} more";
}
