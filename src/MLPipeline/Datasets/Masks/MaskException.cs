using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>A mask cannot be read; the message names it and says what to do. It concerns the pixel figures of one photo alone.</summary>
public sealed class MaskException : MLPipelineException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The mask: a file, or a folder of them.</param>
    /// <param name="problem">What is wrong, as a phrase without a full stop.</param>
    public MaskException(string path, string problem)
        : base($"The mask '{path}' cannot be used: {problem}. Replace it, or remove it to leave the photo out of the pixel figures.") => Problem = problem;

    /// <summary>What is wrong, as a phrase without a full stop.</summary>
    public string Problem { get; }
}
