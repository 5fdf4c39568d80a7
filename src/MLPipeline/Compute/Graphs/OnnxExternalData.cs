namespace MLPipeline.Compute;

/// <summary>Finds tensors of an ONNX model whose numbers lie in another file than the model.</summary>
/// <remarks>
/// Goes through the messages by their field numbers (ONNX IR 8 and later) without unpacking the weights, so that it also sees
/// tensors in sub-graphs, functions and training information, which this project never writes.
/// </remarks>
internal static class OnnxExternalData
{
    private const int DeepestNesting = 100;
    private const ulong ExternalData = 13;
    private const ulong DataLocation = 14;

    /// <summary>Which fields of a message hold which messages.</summary>
    private static readonly Dictionary<Message, Dictionary<ulong, Message>> Fields = new()
    {
        [Message.Model] = new() { [7] = Message.Graph, [20] = Message.Training, [25] = Message.Function },
        [Message.Training] = new() { [1] = Message.Graph, [2] = Message.Graph },
        [Message.Function] = new() { [7] = Message.Node, [11] = Message.Attribute },
        [Message.Graph] = new() { [1] = Message.Node, [5] = Message.Tensor, [15] = Message.Sparse },
        [Message.Node] = new() { [5] = Message.Attribute },
        [Message.Attribute] = new()
        {
            [5] = Message.Tensor, [6] = Message.Graph, [10] = Message.Tensor, [11] = Message.Graph, [22] = Message.Sparse, [23] = Message.Sparse,
        },
        [Message.Sparse] = new() { [1] = Message.Tensor, [2] = Message.Tensor },
        [Message.Tensor] = [],
    };

    private enum Message
    {
        Model, Training, Function, Graph, Node, Attribute, Sparse, Tensor,
    }

    /// <summary>Whether any tensor refers to another file.</summary>
    /// <param name="model">The bytes of an ONNX file.</param>
    /// <exception cref="InvalidDataException">They are no protocol buffer message.</exception>
    public static bool IsIn(ReadOnlySpan<byte> model) => IsIn(model, Message.Model, 0);

    private static bool IsIn(ReadOnlySpan<byte> bytes, Message message, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new InvalidDataException("it is nested too deeply");
        }

        var fields = new ProtoFields(bytes);
        while (fields.Next())
        {
            if ((message == Message.Tensor && (fields.Field == ExternalData || (fields.Field == DataLocation && fields.Number != 0)))
                || (Fields[message].TryGetValue(fields.Field, out var inner) && IsIn(fields.Content, inner, depth + 1)))
            {
                return true;
            }
        }

        return false;
    }
}
