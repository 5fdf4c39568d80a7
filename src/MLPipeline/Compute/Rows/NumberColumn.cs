using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLPipeline.Compute;

/// <summary>Reads a column as float32 numbers, whether it is a number, a truth value, or a vector of either.</summary>
internal abstract class NumberColumn
{
    /// <summary>The values of the current row; valid until the next call.</summary>
    public abstract ReadOnlySpan<float> Read();

    /// <summary>Makes the reader for a column of the cursor's schema.</summary>
    public static NumberColumn Of(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        VectorDataViewType { ItemType: NumberDataViewType } => new SingleVector(row.GetGetter<VBuffer<float>>(column)),
        VectorDataViewType { ItemType: BooleanDataViewType } => new BooleanVector(row.GetGetter<VBuffer<bool>>(column)),
        BooleanDataViewType => new Boolean(row.GetGetter<bool>(column)),
        _ when column.Type == NumberDataViewType.Single => new Single(row.GetGetter<float>(column)),
        _ => throw new ArgumentException($"Column '{column.Name}' is {column.Type}; expected Single or Boolean, or a vector of either."),
    };

    private sealed class SingleVector(ValueGetter<VBuffer<float>> getter) : NumberColumn
    {
        private VBuffer<float> _buffer;
        private VBuffer<float> _dense;

        public override ReadOnlySpan<float> Read()
        {
            getter(ref _buffer);
            if (_buffer.IsDense)
            {
                return _buffer.GetValues();
            }

            _buffer.CopyToDense(ref _dense);
            return _dense.GetValues();
        }
    }

    private sealed class BooleanVector(ValueGetter<VBuffer<bool>> getter) : NumberColumn
    {
        private VBuffer<bool> _buffer;

        public override ReadOnlySpan<float> Read()
        {
            getter(ref _buffer);
            return _buffer.DenseValues().Select(b => b ? 1f : 0f).ToArray();
        }
    }

    private sealed class Boolean(ValueGetter<bool> getter) : NumberColumn
    {
        private readonly float[] _value = new float[1];
        private bool _buffer;

        public override ReadOnlySpan<float> Read()
        {
            getter(ref _buffer);
            _value[0] = _buffer ? 1 : 0;
            return _value;
        }
    }

    private sealed class Single(ValueGetter<float> getter) : NumberColumn
    {
        private readonly float[] _value = new float[1];

        public override ReadOnlySpan<float> Read()
        {
            getter(ref _value[0]);
            return _value;
        }
    }
}
