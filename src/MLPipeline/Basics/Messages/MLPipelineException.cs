namespace MLPipeline.Basics;

/// <summary>An error that is meant for people: the message says what was found, where, and the way out. All else is a defect.</summary>
public class MLPipelineException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and the way out.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public MLPipelineException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
