using MLPipeline.Basics;

namespace MLPipeline.Pipelines;

/// <summary>A pipeline file has mistakes. The message lists all of them, one per line, each with file and line number.</summary>
public sealed class PipelineFileException : MLPipelineException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="mistakes">One text per mistake, such as <c>my.yaml:12: detector.rank: 'many' is not a whole number; allowed: 0 to 512.</c></param>
    public PipelineFileException(IReadOnlyList<string> mistakes)
        : base(string.Join('\n', mistakes)) => Mistakes = mistakes;

    /// <summary>The mistakes in the order of their lines.</summary>
    public IReadOnlyList<string> Mistakes { get; }
}
