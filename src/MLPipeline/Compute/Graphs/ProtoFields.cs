namespace MLPipeline.Compute;

/// <summary>
/// Goes through the fields of a protocol buffer message without unpacking it: models from elsewhere are looked at before anything
/// else reads them, and may be large or broken.
/// </summary>
/// <param name="message">The bytes of the message.</param>
internal ref struct ProtoFields(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private int _place;

    /// <summary>The number of the field that <see cref="Next"/> came to.</summary>
    public ulong Field { get; private set; }

    /// <summary>Its value where it is a number; 0 otherwise.</summary>
    public ulong Number { get; private set; }

    /// <summary>Its bytes where it is a message, a text or packed; empty otherwise.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Goes on to the next field.</summary>
    /// <returns>False at the end of the message.</returns>
    /// <exception cref="InvalidDataException">The bytes are no message.</exception>
    public bool Next()
    {
        if (_place == _message.Length)
        {
            return false;
        }

        var key = Varint();
        (Field, Number) = (key >> 3, 0);
        Content = default;
        switch (key & 7)
        {
            case 0:
                Number = Varint();
                break;
            case 1:
                Take(8);
                break;
            case 2:
                Content = Take(Varint());
                break;
            case 5:
                Take(4);
                break;
            default:
                throw Broken();
        }

        return true;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = _place < _message.Length ? _message[_place++] : throw Broken();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Broken();
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_message.Length - _place))
        {
            throw Broken();
        }

        var taken = _message.Slice(_place, (int)length);
        _place += (int)length;
        return taken;
    }

    private static InvalidDataException Broken() => new("it is no network, or a damaged one");
}
