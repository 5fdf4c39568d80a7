namespace MLPipeline.Basics;

/// <summary>A table cannot be read; the message names the file, the line and what is expected there.</summary>
internal sealed class TableException(string message, Exception? inner = null) : MLPipelineException(message, inner);
