namespace MLPipeline.Datasets;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>Figures may suffer.</summary>
    Warning,

    /// <summary>Figures would be wrong, or a file cannot be used.</summary>
    Error,
}

/// <summary>Something about a dataset that a person should know before training.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Category">The category; empty where it concerns the whole dataset.</param>
/// <param name="Message">What was found, with numbers.</param>
/// <param name="Hint">What to do about it.</param>
/// <param name="Files">The files it is about, relative to the dataset's root; all of them.</param>
public sealed record Finding(Severity Severity, string Category, string Message, string Hint, IReadOnlyList<string> Files)
{
    /// <summary>The finding as one line: category, what was found, what to do.</summary>
    public override string ToString() =>
        $"{(Category.Length > 0 ? Category + ": " : "")}{Message}{(Hint.Length > 0 ? " " + Hint : "")}";
}
