using Microsoft.ML;
using Microsoft.ML.Data;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>
/// The embeddings of the good photos that a trainer learns from, read from one column of a data view as often as
/// the trainer likes. Rows are passed one at a time, so that a trainer that keeps only moments never holds them all.
/// </summary>
public sealed class GoodRows
{
    private readonly IDataView _data;
    private readonly DataViewSchema.Column _column;

    /// <summary>Reads <paramref name="columnName"/> of <paramref name="data"/>.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it is no vector of Single of known size.</exception>
    public GoodRows(IDataView data, string columnName)
    {
        _data = data;
        _column = data.Schema.GetColumnOrNull(columnName) ?? throw new ArgumentException(
            $"There is no column '{columnName}'. Columns: {string.Join(", ", data.Schema.Select(c => c.Name))}.", nameof(columnName));
        Shape = FeatureShape.Of(_column.Type, columnName);
    }

    /// <summary>The shape of every row.</summary>
    public FeatureShape Shape { get; }

    /// <summary>The number of rows, as the last reading counted them; 0 before.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// Calls <paramref name="visit"/> with the index and the values of each row, in order. The span is only valid
    /// during the call.
    /// </summary>
    /// <returns>The number of rows.</returns>
    /// <exception cref="InvalidOperationException">A row has NaN or infinity, or there is no row at all.</exception>
    public int ForEach(RowVisitor visit)
    {
        using var cursor = _data.GetRowCursor([_column]);
        var getter = cursor.GetGetter<VBuffer<float>>(_column);
        var buffer = default(VBuffer<float>);
        var dense = default(VBuffer<float>);
        var count = 0;
        while (cursor.MoveNext())
        {
            getter(ref buffer);
            buffer.CopyToDense(ref dense);
            var values = dense.GetValues();
            if (System.Numerics.Tensors.TensorPrimitives.IsFiniteAll(values) is false)
            {
                throw new InvalidOperationException(
                    $"Row {count} of column '{_column.Name}' holds NaN or infinity. Remove the photo, or look at what the featurizer made of it.");
            }

            visit(count, values);
            count++;
        }

        Count = count;
        return count > 0
            ? count
            : throw new InvalidOperationException($"Column '{_column.Name}' has no rows: a detector needs at least one good photo.");
    }

    /// <summary>All rows in memory, for detectors whose embeddings are small.</summary>
    public float[][] ToArrays()
    {
        var rows = new List<float[]>();
        ForEach((_, values) => rows.Add(values.ToArray()));
        return [.. rows];
    }
}

/// <summary>Receives one row of embeddings; <paramref name="values"/> is only valid during the call.</summary>
public delegate void RowVisitor(int index, ReadOnlySpan<float> values);
