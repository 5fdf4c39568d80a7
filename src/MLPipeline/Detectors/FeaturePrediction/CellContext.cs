using System.Numerics.Tensors;
using MLPipeline.Compute;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>
/// What is known of a cell before its deeper channels are looked at: its own shallower channels, and the mean of the deeper
/// channels of the cells around it. A cell becomes one vector: shallow, around, deep.
/// </summary>
internal sealed class CellContext
{
    private readonly FeatureShape _shape;
    private readonly int _shallow;
    private readonly int _radius;
    private readonly float[] _neighbours;

    /// <param name="shape">The embedding.</param>
    /// <param name="shallow">Channels that others are predicted from, fewer than all.</param>
    /// <param name="radius">How far the surroundings reach; a single cell has none.</param>
    public CellContext(FeatureShape shape, int shallow, int radius)
    {
        _shape = shape;
        _shallow = shallow;
        _radius = shape.Positions > 1 ? radius : 0;
        Targets = shape.Channels - shallow;
        Inputs = shallow + (_radius > 0 ? Targets : 0);
        _neighbours = [.. Enumerable.Range(0, shape.Positions).Select(p =>
            (float)((Window(p / shape.Columns, shape.Rows).Count() * Window(p % shape.Columns, shape.Columns).Count()) - 1))];
    }

    /// <summary>Numbers that are predicted from.</summary>
    public int Inputs { get; }

    /// <summary>Numbers that are predicted: the deeper channels.</summary>
    public int Targets { get; }

    /// <summary>Adds the vectors of all cells of one photo.</summary>
    public void Add(ReadOnlySpan<float> row, RunningCovariance moments)
    {
        var vector = new float[Inputs + Targets];
        var around = vector.AsSpan(_shallow, Inputs - _shallow);
        for (var p = 0; p < _shape.Positions; p++)
        {
            Cell(row, p)[.._shallow].CopyTo(vector);
            Cell(row, p)[_shallow..].CopyTo(vector.AsSpan(Inputs));
            if (_radius > 0)
            {
                around.Clear();
                foreach (var r in Window(p / _shape.Columns, _shape.Rows))
                {
                    foreach (var c in Window(p % _shape.Columns, _shape.Columns))
                    {
                        var q = (r * _shape.Columns) + c;
                        if (q != p)
                        {
                            TensorPrimitives.Add(around, Cell(row, q)[_shallow..], around);
                        }
                    }
                }

                TensorPrimitives.Divide(around, _neighbours[p], around);
            }

            moments.Add(vector);
        }
    }

    /// <summary>The same vectors in a graph: positions x (inputs + targets).</summary>
    public string Vectors(OnnxGraph graph, string features)
    {
        var (rows, columns) = (_shape.Rows, _shape.Columns);
        var shallow = _shallow > 0 ? graph.Slice(features, axis: 2, 0, _shallow) : null;
        var deep = graph.Slice(features, axis: 2, _shallow, _shape.Channels);
        string? around = null;
        if (_radius > 0)
        {
            // Sums over windows, first down, then across, less the cell itself.
            var down = graph.MatMul(graph.Constant(Windows(rows), rows, rows), graph.Reshape(deep, rows, columns * Targets));
            var across = graph.MatMul(graph.Constant(Windows(columns), columns, columns), graph.Reshape(down, rows, columns, Targets));
            var share = graph.Constant([.. _neighbours.Select(n => 1 / n)], rows, columns, 1);
            around = graph.Mul(graph.Sub(across, deep), share);
        }

        string[] parts = [.. new[] { shallow, around, deep }.OfType<string>()];
        var all = parts.Length == 1 ? parts[0] : graph.Node("Concat", parts, OnnxValues.Attribute("axis", 2));
        return graph.Reshape(all, _shape.Positions, Inputs + Targets);
    }

    private ReadOnlySpan<float> Cell(ReadOnlySpan<float> row, int position) => row.Slice(position * _shape.Channels, _shape.Channels);

    private IEnumerable<int> Window(int place, int count)
    {
        var from = Math.Max(0, place - _radius);
        return Enumerable.Range(from, Math.Min(count - 1, place + _radius) - from + 1);
    }

    private float[] Windows(int count)
    {
        var matrix = new float[count * count];
        for (var i = 0; i < count; i++)
        {
            foreach (var j in Window(i, count))
            {
                matrix[(i * count) + j] = 1;
            }
        }

        return matrix;
    }
}
