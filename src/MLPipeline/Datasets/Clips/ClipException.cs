using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>A clip cannot be read; the message says where, what was found and what to do next.</summary>
/// <param name="message">What is wrong, and the way out.</param>
/// <param name="inner">The cause, if there is one.</param>
public sealed class ClipException(string message, Exception? inner = null) : MLPipelineException(message, inner);
