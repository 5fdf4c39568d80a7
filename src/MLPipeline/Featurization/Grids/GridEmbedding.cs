using MLPipeline.Basics;
using MLPipeline.Compute;

namespace MLPipeline.Featurization;

/// <summary>
/// Puts the feature maps of several layers on one grid: each layer is averaged over a small window, the coarser ones are
/// enlarged bilinearly to the finest, all are average-pooled to the grid, and their channels stand side by side.
/// </summary>
/// <remarks>
/// Each of these steps is linear and separable, so a layer X (channels x rows x columns) becomes R X C' with two small
/// matrices, the products of the steps. Training and the exported model run the same ONNX graph of these products.
/// </remarks>
internal sealed class GridEmbedding
{
    private readonly IReadOnlyList<(string Name, LayerShape Shape)> _layers;
    private readonly int _smoothing;

    /// <summary>Lays out the grid for the given layers.</summary>
    /// <exception cref="OptionException">A value is not allowed.</exception>
    public GridEmbedding(IReadOnlyList<(string Name, LayerShape Shape)> layers, EmbeddingOptions options)
    {
        _layers = layers;
        _smoothing = OptionCheck.Valid(options, "embedding").Smoothing;
        Finest = layers.Select(l => l.Shape).MaxBy(s => s.Rows * s.Columns);
        (Rows, Columns) = GridFor(Finest, options.Cells);
        Channels = layers.Sum(l => l.Shape.Channels);
    }

    /// <summary>Rows of the grid.</summary>
    public int Rows { get; }

    /// <summary>Columns of the grid.</summary>
    public int Columns { get; }

    /// <summary>Channels of all layers together.</summary>
    public int Channels { get; }

    private LayerShape Finest { get; }

    /// <summary>The graph: one input per layer [1, channels, rows, columns], output <paramref name="outputName"/> [rows, columns, channels].</summary>
    public byte[] ToOnnx(string outputName)
    {
        var graph = new OnnxGraph("grid-embedding");
        var parts = _layers.Select(layer =>
        {
            var shape = layer.Shape;
            var map = graph.Input(layer.Name, 1, shape.Channels, shape.Rows, shape.Columns);
            var across = GridMatrix.Of(shape.Columns, Finest.Columns, Columns, _smoothing);
            var down = GridMatrix.Of(shape.Rows, Finest.Rows, Rows, _smoothing);
            var narrow = graph.MatMul(map, graph.Constant(GridMatrix.Transpose(across, Columns, shape.Columns), shape.Columns, Columns));
            return graph.MatMul(graph.Constant(down, Rows, shape.Rows), narrow);
        }).ToArray();
        var all = parts.Length == 1 ? parts[0] : graph.Node("Concat", parts, OnnxValues.Attribute("axis", 1));
        graph.Output(outputName, graph.Reshape(graph.Transpose(all, 0, 2, 3, 1), Rows, Columns, Channels), Rows, Columns, Channels);
        return graph.ToBytes();
    }

    /// <summary>A grid of about <paramref name="cells"/> cells in the shape of the map, never finer than it.</summary>
    private static (int Rows, int Columns) GridFor(LayerShape map, int cells)
    {
        if (map.Rows * map.Columns <= cells)
        {
            return (map.Rows, map.Columns);
        }

        var ratio = Math.Sqrt((double)map.Rows / map.Columns);
        var rows = (int)Math.Round(Math.Sqrt(cells) * ratio, MidpointRounding.AwayFromZero);
        var columns = (int)Math.Round(Math.Sqrt(cells) / ratio, MidpointRounding.AwayFromZero);
        return (Math.Clamp(rows, 1, map.Rows), Math.Clamp(columns, 1, map.Columns));
    }
}
