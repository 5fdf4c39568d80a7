namespace MLPipeline.Basics;

/// <summary>Options have values that are not allowed. The message lists all of them, one per line, as for a pipeline file.</summary>
public sealed class OptionException : MLPipelineException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="mistakes">One text per mistake, such as <c>neighbours: '-3' is too small; allowed: 1 to 1000.</c></param>
    public OptionException(IReadOnlyList<string> mistakes)
        : base(string.Join('\n', mistakes)) => Mistakes = mistakes;

    /// <summary>The mistakes in the order of the properties.</summary>
    public IReadOnlyList<string> Mistakes { get; }
}
