using Microsoft.ML.Data;

namespace MLPipeline.Compute;

/// <summary>
/// The type of a column that nobody reads. ML.NET's cursors compute rows ahead on threads of their own as long as every
/// active column is a number, a text or a vector of them; a column of any other type keeps a cursor to the row that was
/// asked for, on the thread that asked. Only then is it known which row an error belongs to.
/// </summary>
internal sealed class SerialColumn : StructuredDataViewType
{
    public const string Name = "Serial";

    private SerialColumn()
        : base(typeof(object))
    {
    }

    public static SerialColumn Type { get; } = new();

    public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => typeof(SerialColumn).GetHashCode();
}
