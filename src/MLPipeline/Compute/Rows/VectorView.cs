using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLPipeline.Compute;

/// <summary>
/// A data view over float32 vectors that lie elsewhere (in the feature store, in memory), read row by row as they are
/// asked for. Besides the vectors it has the column <c>Row</c> with the number that the vectors were asked for by.
/// </summary>
internal sealed class VectorView : IDataView
{
    public const string RowColumn = "Row";

    private readonly IEnumerable<int> _rows;
    private readonly VectorReader _read;

    public VectorView(IReadOnlyList<(string Name, int[] Dimensions)> columns, IEnumerable<int> rows, VectorReader read)
    {
        _rows = rows;
        _read = read;
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(RowColumn, NumberDataViewType.Int32);
        foreach (var (name, dimensions) in columns)
        {
            builder.AddColumn(name, new VectorDataViewType(NumberDataViewType.Single, dimensions));
        }

        builder.AddColumn(SerialColumn.Name, SerialColumn.Type);
        Schema = builder.ToSchema();
    }

    /// <summary>Writes column <paramref name="column"/> of row <paramref name="row"/> into <paramref name="target"/>.</summary>
    public delegate void VectorReader(int row, int column, Span<float> target);

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _rows.TryGetNonEnumeratedCount(out var count) ? count : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, [.. columnsNeeded.Select(c => c.Index)]);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(VectorView view, HashSet<int> active) : DataViewRowCursor
    {
        private readonly IEnumerator<int> _rows = view._rows.GetEnumerator();
        private long _position = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override bool MoveNext()
        {
            if (!_rows.MoveNext())
            {
                _position = -1;
                return false;
            }

            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new((ulong)_position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (column.Index == 0)
            {
                return (ValueGetter<TValue>)(Delegate)(ValueGetter<int>)((ref int row) => row = _rows.Current);
            }

            if (column.Type is not VectorDataViewType { Size: var length })
            {
                // The serial column: it is there to be active, not to be read.
                return (ref TValue value) => value = default!;
            }

            var index = column.Index - 1;
            ValueGetter<VBuffer<float>> getter = (ref VBuffer<float> buffer) =>
            {
                var editor = VBufferEditor.Create(ref buffer, length);
                view._read(_rows.Current, index, editor.Values);
                buffer = editor.Commit();
            };
            return (ValueGetter<TValue>)(Delegate)getter;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _rows.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
