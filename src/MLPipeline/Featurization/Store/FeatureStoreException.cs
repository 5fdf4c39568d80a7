namespace MLPipeline.Featurization;

/// <summary>The feature store cannot be written, as when the disk is full.</summary>
public sealed class FeatureStoreException : IOException
{
    internal FeatureStoreException(string folder, Exception cause)
        : base(
            $"The feature store cannot be written in {folder}: {cause.Message} " +
            $"Free space or permission is needed there, or another folder (--store DIR, or {FeatureStore.FolderVariable}). What was stored before is intact.",
            cause)
    {
    }
}
