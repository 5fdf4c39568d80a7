using System.Text;

namespace MLPipeline.Compute;

/// <summary>
/// Finds operations of a frozen TensorFlow graph that reach out of it: to files, other processes, Python. No network that looks at
/// pictures needs one, and TensorFlow runs what a graph says.
/// </summary>
internal static class TensorFlowOperations
{
    // GraphDef: nodes are field 1, the library field 2, its functions field 1 there, their nodes field 3; a node's operation is field 2.
    private const ulong Node = 1;
    private const ulong Library = 2;
    private const ulong Function = 1;
    private const ulong NodeOfFunction = 3;
    private const ulong Operation = 2;

    private static readonly string[] Outside =
        ["File", "PyFunc", "Save", "Restore", "Checkpoint", "Reader", "Dataset", "Summary", "Rpc", "Debug", "_Send", "_Recv", "LoadLibrary"];

    /// <summary>The name of the first such operation; null if there is none.</summary>
    /// <param name="graph">The bytes of a GraphDef.</param>
    /// <exception cref="InvalidDataException">They are no protocol buffer message.</exception>
    public static string? OutsideIn(ReadOnlySpan<byte> graph)
    {
        var fields = new ProtoFields(graph);
        while (fields.Next())
        {
            var found = fields.Field switch
            {
                Node => OfNode(fields.Content),
                Library => OfLibrary(fields.Content),
                _ => null,
            };
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static string? OfLibrary(ReadOnlySpan<byte> library)
    {
        var functions = new ProtoFields(library);
        while (functions.Next())
        {
            if (functions.Field != Function)
            {
                continue;
            }

            var nodes = new ProtoFields(functions.Content);
            while (nodes.Next())
            {
                if (nodes.Field == NodeOfFunction && OfNode(nodes.Content) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private static string? OfNode(ReadOnlySpan<byte> node)
    {
        var fields = new ProtoFields(node);
        while (fields.Next())
        {
            if (fields.Field == Operation)
            {
                var name = Encoding.UTF8.GetString(fields.Content);
                return Outside.Any(o => name.Contains(o, StringComparison.OrdinalIgnoreCase)) ? name : null;
            }
        }

        return null;
    }
}
