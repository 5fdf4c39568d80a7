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

        var place = 0;
        while (place < bytes.Length)
        {
            var key = Varint(bytes, ref place);
            var (field, wire) = (key >> 3, key & 7);
            ulong number = 0;
            var start = place;
            switch (wire)
            {
                case 0:
                    number = Varint(bytes, ref place);
                    break;
                case 1 or 5:
                    Skip(bytes, ref place, wire == 1 ? 8UL : 4UL);
                    break;
                case 2:
                    var length = Varint(bytes, ref place);
                    start = place;
                    Skip(bytes, ref place, length);
                    break;
                default:
                    throw Broken();
            }

            if ((message == Message.Tensor && (field == ExternalData || (field == DataLocation && number != 0)))
                || (wire == 2 && Fields[message].TryGetValue(field, out var inner) && IsIn(bytes[start..place], inner, depth + 1)))
            {
                return true;
            }
        }

        return false;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int place)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = place < bytes.Length ? bytes[place++] : throw Broken();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Broken();
    }

    private static void Skip(ReadOnlySpan<byte> bytes, ref int place, ulong length) =>
        place = length <= (ulong)(bytes.Length - place) ? place + (int)length : throw Broken();

    private static InvalidDataException Broken() => new("it is no ONNX model, or a damaged one");
}
