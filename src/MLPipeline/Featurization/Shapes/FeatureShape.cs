using Microsoft.ML.Data;

namespace MLPipeline.Featurization;

/// <summary>The shape of an embedding: a grid of <see cref="Rows"/> x <see cref="Columns"/> positions, <see cref="Channels"/> numbers in each.</summary>
public readonly record struct FeatureShape(int Rows, int Columns, int Channels)
{
    /// <summary>Number of grid positions.</summary>
    public int Positions => Rows * Columns;

    /// <summary>Numbers in all, in the order row, column, channel.</summary>
    public int Length => Positions * Channels;

    /// <summary>
    /// Reads the shape from a column type: <c>[rows, columns, channels]</c> is a grid, any other known size is one
    /// position with that many channels.
    /// </summary>
    /// <exception cref="ArgumentException">The type is no vector of float32 of known size.</exception>
    public static FeatureShape Of(DataViewType type, string columnName)
    {
        if (type is not VectorDataViewType { IsKnownSize: true } vector || vector.ItemType != NumberDataViewType.Single)
        {
            throw new ArgumentException(
                $"Column '{columnName}' must be a vector of Single of known size, but it is {type}.", nameof(type));
        }

        return vector.Dimensions.Length == 3
            ? new(vector.Dimensions[0], vector.Dimensions[1], vector.Dimensions[2])
            : new(1, 1, vector.Size);
    }
}
