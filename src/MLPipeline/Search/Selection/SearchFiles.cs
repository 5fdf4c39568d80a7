namespace MLPipeline.Search;

/// <summary>The files of a search, by name: in the category's folder, or in the run's where one pipeline is sought for all.</summary>
public static class SearchFiles
{
    /// <summary>The log that an interrupted search goes on from.</summary>
    public const string Log = "trials.jsonl";

    /// <summary>One row per trial, for notebooks.</summary>
    public const string Trials = "trials.csv";

    /// <summary>Path to the winner, and what mattered.</summary>
    public const string Summary = "search.json";

    /// <summary>The winner as a pipeline file.</summary>
    public const string Winner = "pipeline.yaml";

    /// <summary>The folder of painted photos, where they are kept.</summary>
    public const string Painted = "painted";
}
