using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>A folder cannot be read as a dataset; the message says what was found and what to do next.</summary>
public sealed class DatasetException : MLPipelineException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and the way out.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public DatasetException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
