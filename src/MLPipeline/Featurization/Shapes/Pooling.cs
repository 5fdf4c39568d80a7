namespace MLPipeline.Featurization;

/// <summary>The form of an embedding: how much of the place it keeps.</summary>
public enum Pooling
{
    /// <summary>One vector per cell of a fine grid.</summary>
    Cells,

    /// <summary>A coarse grid, as one vector.</summary>
    Grid,

    /// <summary>The mean over the photo.</summary>
    Mean,
}
