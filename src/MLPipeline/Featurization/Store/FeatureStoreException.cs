namespace MLPipeline.Featurization;

/// <summary>The feature store cannot be used: it is none, another process has it, or it cannot be written, as when the disk is full.</summary>
public sealed class FeatureStoreException : IOException
{
    internal FeatureStoreException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    internal static FeatureStoreException NotWritable(string folder, Exception cause) => new(
        $"The feature store cannot be written in {folder}: {cause.Message} " +
        "Free space or permission is needed there, or another folder for the store. What was stored before is intact.", cause);
}
