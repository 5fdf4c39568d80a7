namespace MLPipeline.Featurization;

/// <summary>An inner tensor of a network that can serve as a layer.</summary>
/// <param name="Tensor">Its name in the graph.</param>
/// <param name="Name">The layer's name where it is one of those that are taken without being asked for; else null.</param>
/// <param name="Form">How the numbers lie.</param>
/// <param name="Channels">Numbers per position.</param>
/// <param name="Rows">Rows of positions, for the size that was tried.</param>
/// <param name="Columns">Columns of positions, for the size that was tried.</param>
/// <param name="Stride">Pixels from one position to the next.</param>
/// <param name="Skipped">Class and register tokens before those of the grid.</param>
public sealed record LayerCandidate(string Tensor, string? Name, LayerForm Form, int Channels, int Rows, int Columns, int Stride, int Skipped);

/// <summary>How the numbers of a layer lie in its tensor.</summary>
public enum LayerForm
{
    /// <summary>Batch, channel, row, column: a convolutional network.</summary>
    Map,

    /// <summary>Batch, row, column, channel.</summary>
    MapChannelsLast,

    /// <summary>Batch, token, channel: a vision transformer.</summary>
    Tokens,
}
