using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MLPipeline.Pipelines;

/// <summary>A piece of a YAML file with the line it starts on.</summary>
internal abstract record YamlItem(int Line);

/// <summary>A scalar; <paramref name="Plain"/> is false where it stands in quotes.</summary>
internal sealed record YamlText(string Value, bool Plain, int Line) : YamlItem(Line)
{
    public bool IsNull => Plain && Value is "" or "~" or "null" or "Null" or "NULL";
}

/// <summary>A list, in flow or block style.</summary>
internal sealed record YamlList(IReadOnlyList<YamlItem> Items, int Line) : YamlItem(Line);

/// <summary>Keys with their values. A key that was given twice is in it twice.</summary>
internal sealed record YamlSection(IReadOnlyList<YamlEntry> Entries, int Line) : YamlItem(Line);

/// <summary>One key of a section.</summary>
internal sealed record YamlEntry(string Key, int Line, YamlItem Value);

/// <summary>
/// Reads the one document of a YAML text. YamlDotNet's own tree is not used because it stops at the first key that is
/// given twice, and a user should hear of all mistakes at once.
/// </summary>
internal sealed class YamlTree
{
    private const int MaxDepth = 50;

    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, YamlItem> _anchors = [];

    private YamlTree(string text) => _parser = new Parser(new StringReader(text));

    /// <summary>The document, or null where the text has none.</summary>
    /// <exception cref="YamlException">The text is not YAML, or not the plain kind of it that settings need.</exception>
    public static YamlItem? Read(string text)
    {
        var tree = new YamlTree(text);
        try
        {
            return tree.Document();
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner's own, on some broken texts (a tab inside of a value that goes on, for one): it only knows where it was.
            var place = tree._parser.Current;
            throw new YamlException(place?.Start ?? Mark.Empty, place?.End ?? Mark.Empty, "The text cannot be read from here on; look for tabs and marks that open and do not close.", error);
        }
    }

    private YamlItem? Document()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        var item = Item(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            throw new YamlException(second.Start, second.End, "A second document starts here; the file may hold one.");
        }

        return item;
    }

    private YamlItem Item(int depth)
    {
        var start = _parser.Current!;
        if (depth > MaxDepth)
        {
            throw new YamlException(start.Start, start.End, "The file is nested too deeply.");
        }

        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.TryGetValue(alias.Value, out var known)
                ? known
                : throw new YamlException(alias.Start, alias.End, $"There is no anchor '&{alias.Value}' above.");
        }

        var item = Node(depth);
        if (start is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            _anchors[anchored.Anchor] = item;
        }

        return item;
    }

    private YamlItem Node(int depth)
    {
        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            return new YamlText(scalar.Value, scalar.Style == ScalarStyle.Plain, Line(scalar));
        }

        if (_parser.TryConsume<SequenceStart>(out var list))
        {
            var items = new List<YamlItem>();
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Item(depth + 1));
            }

            return new YamlList(items, Line(list));
        }

        var section = _parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var key))
            {
                var other = _parser.Current!;
                throw new YamlException(other.Start, other.End, "A key must be a plain word.");
            }

            entries.Add(new YamlEntry(key.Value, Line(key), Item(depth + 1)));
        }

        return new YamlSection(entries, Line(section));
    }

    private static int Line(ParsingEvent parsed) => (int)parsed.Start.Line;
}
