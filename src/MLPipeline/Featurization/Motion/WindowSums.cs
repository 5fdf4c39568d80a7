using System.Numerics.Tensors;

namespace MLPipeline.Featurization;

/// <summary>
/// Means of grids over windows of cells and over the last frames. The sum over frames is made anew each time: adding and
/// taking away would leave rounding behind, which grows with the length of a film.
/// </summary>
internal sealed class WindowSums
{
    private const int Radius = MotionOptions.Window / 2;

    private readonly int _columns;
    private readonly int _rows;
    private readonly int _grids;
    private readonly List<float[]> _ring = [];
    private readonly int _memory;
    private readonly float[] _sum;
    private readonly float[] _across;
    private readonly float[] _padded;
    private int _oldest;

    public WindowSums(int columns, int rows, int grids, int memory)
    {
        (_columns, _rows, _grids, _memory) = (columns, rows, grids, memory);
        _sum = new float[grids * columns * rows];
        _across = new float[_sum.Length];
        _padded = new float[columns + (2 * Radius)];
        Means = new float[_sum.Length];
    }

    /// <summary>The means, grid after grid. Outside of the picture is nothing.</summary>
    public float[] Means { get; }

    /// <summary>Adds a frame, in place of the oldest where there are enough.</summary>
    /// <param name="frame">Grid after grid.</param>
    /// <param name="keep">False for the first frame of a clip: it has no motion yet, and no motion is not slow motion.</param>
    public void Add(float[] frame, bool keep)
    {
        if (!keep)
        {
            return;
        }

        if (_ring.Count < _memory)
        {
            _ring.Add([.. frame]);
        }
        else
        {
            frame.CopyTo(_ring[_oldest], 0);
            _oldest = (_oldest + 1) % _memory;
        }

        Array.Clear(_sum);
        foreach (var grid in _ring)
        {
            TensorPrimitives.Add(_sum, grid, _sum);
        }

        for (var row = 0; row < _grids * _rows; row++)
        {
            _sum.AsSpan(row * _columns, _columns).CopyTo(_padded.AsSpan(Radius));
            var target = _across.AsSpan(row * _columns, _columns);
            TensorPrimitives.Add<float>(_padded.AsSpan(0, _columns), _padded.AsSpan(1, _columns), target);
            for (var k = 2; k < MotionOptions.Window; k++)
            {
                TensorPrimitives.Add<float>(target, _padded.AsSpan(k, _columns), target);
            }
        }

        for (var grid = 0; grid < _grids; grid++)
        {
            for (var y = 0; y < _rows; y++)
            {
                var target = Means.AsSpan(((grid * _rows) + y) * _columns, _columns);
                target.Clear();
                for (var from = Math.Max(0, y - Radius); from <= Math.Min(_rows - 1, y + Radius); from++)
                {
                    TensorPrimitives.Add<float>(target, _across.AsSpan(((grid * _rows) + from) * _columns, _columns), target);
                }
            }
        }

        TensorPrimitives.Multiply(Means, 1f / (MotionOptions.Window * MotionOptions.Window * _ring.Count), Means);
    }
}
