using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLPipeline.Compute;

/// <summary>
/// Runs rows through a transformer on all cores: one cursor per core over one shared model, each pulling the next row
/// when it is free. A row that fails costs that row alone.
/// </summary>
internal static class ParallelRows
{
    /// <summary>Receives the columns of one row; spans are only valid during the call. Called from several threads at once.</summary>
    public delegate void Visitor(int row, Values values);

    /// <summary>Reads the i-th of the columns that were asked for.</summary>
    public delegate ReadOnlySpan<float> Values(int column);

    /// <summary>Runs <paramref name="count"/> rows.</summary>
    /// <param name="model">What to run.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="source">
    /// Makes a data view of the rows that it is given, with an Int32 column <c>Row</c>. It, or what the model makes of it,
    /// needs a column that keeps the cursor from reading ahead: see <see cref="SerialColumn"/>; an image is one, too.
    /// </param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="visit">Receives each row.</param>
    /// <param name="fail">Receives the row and the error where one fails, and says whether the error is that row's alone; false, or null, ends the whole.</param>
    /// <param name="cancel">Ends after the rows under way.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Run(
        ITransformer model, int count, Func<IEnumerable<int>, IDataView> source, IReadOnlyList<string> columns,
        Visitor visit, Func<int, Exception, bool>? fail, CancellationToken cancel)
    {
        var next = -1;
        var workers = Math.Min(Environment.ProcessorCount, count);
        try
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, workers) }, _ => Work());
        }
        catch (AggregateException errors)
        {
            ExceptionDispatchInfo.Throw(errors.Flatten().InnerExceptions[0]);
        }

        cancel.ThrowIfCancellationRequested();

        void Work()
        {
            var current = -1;
            while (!TryFinish())
            {
            }

            bool TryFinish()
            {
                try
                {
                    Read(model.Transform(source(Pull())), columns, visit);
                    return true;
                }
                catch (Exception error) when (fail is not null && current >= 0 && error is not OperationCanceledException && fail(current, error))
                {
                    // The cursor is lost, the model is not: go on behind the row that failed.
                    current = -1;
                    return false;
                }
            }

            IEnumerable<int> Pull()
            {
                while (!cancel.IsCancellationRequested && (current = Interlocked.Increment(ref next)) < count)
                {
                    yield return current;
                }

                current = -1;
            }
        }
    }

    private static void Read(IDataView view, IReadOnlyList<string> names, Visitor visit)
    {
        var columns = names.Select(n => view.Schema[n]).ToList();
        var serial = view.Schema.Where(c => c.Type is not (PrimitiveDataViewType or VectorDataViewType));
        using var cursor = view.GetRowCursor([.. columns, view.Schema[VectorView.RowColumn], .. serial]);
        var rowGetter = cursor.GetGetter<int>(view.Schema[VectorView.RowColumn]);
        var readers = columns.Select(c => NumberColumn.Of(cursor, c)).ToArray();
        var row = 0;
        while (cursor.MoveNext())
        {
            rowGetter(ref row);
            visit(row, i => readers[i].Read());
        }
    }
}
