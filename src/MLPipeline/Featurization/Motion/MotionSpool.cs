using System.Runtime.InteropServices;

namespace MLPipeline.Featurization;

/// <summary>
/// The measured frames of a clip in a temporary file, to be read several times: a clip is decoded once, and its length costs
/// no memory. The file goes with the object.
/// </summary>
internal sealed class MotionSpool : IDisposable
{
    private const int BufferSize = 1 << 18;

    private readonly FileStream _file;
    private readonly MotionFrame _frame;
    private float[] _valid = [];

    /// <summary>Creates an empty spool.</summary>
    public MotionSpool(int columns, int rows)
    {
        var path = Path.Combine(Path.GetTempPath(), $"mlpipeline-motion-{Path.GetRandomFileName()}");
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose | FileOptions.SequentialScan);
        _frame = new MotionFrame(columns, rows);
    }

    /// <summary>Frames in it.</summary>
    public int Count { get; private set; }

    /// <summary>Appends a frame: what detectors learn from, which is the valid windows, the occupancy and the greatest age.</summary>
    public void Add(MotionFrame frame)
    {
        var count = frame.Valid.Count;
        Grow(count);
        for (var i = 0; i < count; i++)
        {
            var cell = frame.Valid[i];
            (_valid[4 * i], _valid[(4 * i) + 1], _valid[(4 * i) + 2], _valid[(4 * i) + 3]) = (cell, frame.Foreground[cell], frame.U[cell], frame.V[cell]);
        }

        var oldest = 0;
        for (var cell = 1; cell < frame.Age.Length; cell++)
        {
            oldest = frame.Age[cell] > frame.Age[oldest] ? cell : oldest;
        }

        ReadOnlySpan<float> head = [frame.Filled, oldest, frame.Age[oldest], count];
        _file.Write(MemoryMarshal.AsBytes(head));
        _file.Write(MemoryMarshal.AsBytes(_valid.AsSpan(0, 4 * count)));
        _file.Write(MemoryMarshal.AsBytes(frame.Occupied.AsSpan()));
        Count++;
    }

    /// <summary>Reads all frames; the same object every time.</summary>
    public IEnumerable<MotionFrame> Read()
    {
        _file.Position = 0;
        var head = new float[4];
        for (var i = 0; i < Count; i++)
        {
            Fill(head);
            var count = (int)head[3];
            Grow(count);
            Fill(_valid.AsSpan(0, 4 * count));
            Fill(_frame.Occupied);
            Array.Clear(_frame.Foreground);
            Array.Clear(_frame.Age);
            for (var k = 0; k < count; k++)
            {
                var cell = (int)_valid[4 * k];
                (_frame.Foreground[cell], _frame.U[cell], _frame.V[cell]) = (_valid[(4 * k) + 1], _valid[(4 * k) + 2], _valid[(4 * k) + 3]);
            }

            _frame.Filled = head[0];
            _frame.Age[(int)head[1]] = head[2];
            _frame.FindValid();
            yield return _frame;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Grow(int count)
    {
        if (_valid.Length < 4 * count)
        {
            _valid = new float[4 * count];
        }
    }

    private void Fill(Span<float> values) => _file.ReadExactly(MemoryMarshal.AsBytes(values));
}
