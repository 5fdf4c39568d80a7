namespace MLPipeline.Featurization;

/// <summary>The shape of a feature map, in the order of its values: channel, row, column.</summary>
public readonly record struct LayerShape(int Channels, int Rows, int Columns)
{
    /// <summary>Numbers in all.</summary>
    public int Length => Channels * Rows * Columns;
}
