using System.Text;

namespace MLPipeline.Reliability;

/// <summary>Damages files as disks, transfers, editors and attackers do. The same seed does the same damage.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly uint[] Odd = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

    private static readonly string[] OddTexts =
    [
        "", " ", "-1", "0", "1e400", "NaN", "1,5", "\u221e", "null", "~", "[]", "{}", "[", "}", "\"", "'", "../../evil", "/", "C:\\x", "con", "\t", "\0", "\u202e", "\ufeff",
        "true", "99999999999999999999", "&a", "*a", "!!binary x", "|", ">", "%", "#", ",,,,,", ";", "=1+1", "\u001b[31m",
    ];

    private readonly Random _random = new(seed);

    /// <summary>One to four changes of bytes.</summary>
    public byte[] Bytes(byte[] whole)
    {
        var bytes = whole.ToList();
        for (var change = _random.Next(1, 5); change > 0 && bytes.Count > 0; change--)
        {
            var (at, length) = (_random.Next(bytes.Count), 0);
            length = Math.Min(_random.Next(1, 1 + Math.Max(1, bytes.Count / 4)), bytes.Count - at);
            switch (_random.Next(8))
            {
                case 0 or 1:
                    bytes[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 3:
                    bytes.RemoveRange(at, length);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(_random.Next(bytes.Count - length + 1), length));
                    break;
                case 5:
                    Fill(bytes, at, length, _ => 0);
                    break;
                case 6:
                    Fill(bytes, at, Math.Min(length, 64), _ => (byte)_random.Next(256));
                    break;
                default:
                    var value = BitConverter.GetBytes(Odd[_random.Next(Odd.Length)]);
                    Fill(bytes, at, Math.Min(4, bytes.Count - at), i => value[i]);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>One to four changes of lines and values.</summary>
    public byte[] Text(string whole)
    {
        var lines = whole.Split('\n').ToList();
        for (var change = _random.Next(1, 5); change > 0; change--)
        {
            var at = _random.Next(lines.Count);
            switch (_random.Next(7))
            {
                case 0 when lines.Count > 1:
                    lines.RemoveAt(at);
                    break;
                case 1:
                    lines.Insert(at, lines[_random.Next(lines.Count)]);
                    break;
                case 2:
                    lines[at] = new string(' ', _random.Next(5)) + lines[at].TrimStart();
                    break;
                case 3:
                    var separator = lines[at].IndexOfAny([':', ',']);
                    lines[at] = separator < 0 ? OddTexts[_random.Next(OddTexts.Length)] : $"{lines[at][..(separator + 1)]} {OddTexts[_random.Next(OddTexts.Length)]}";
                    break;
                case 4:
                    lines[at] += OddTexts[_random.Next(OddTexts.Length)];
                    break;
                case 5:
                    lines[at] = OddTexts[_random.Next(OddTexts.Length)] + lines[at];
                    break;
                default:
                    return Bytes(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
            }
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    private static void Fill(List<byte> bytes, int at, int length, Func<int, byte> value)
    {
        for (var i = 0; i < length; i++)
        {
            bytes[at + i] = value(i);
        }
    }
}
