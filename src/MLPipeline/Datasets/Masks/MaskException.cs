using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>A mask cannot be read; the message names it and says what to do. It concerns the pixel figures of one photo alone.</summary>
public sealed class MaskException : MLPipelineException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which mask, what is wrong, and the way out.</param>
    /// <param name="inner">The cause, if another exception told.</param>
    public MaskException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
