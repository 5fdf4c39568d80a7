using System.Text.RegularExpressions;

namespace MLPipeline.Datasets;

/// <summary>
/// Which photos belong together, as a pipeline file says it: <c>auto</c> (copies of one photo), <c>none</c>, a regular
/// expression with one capture over the photo's path (the captured text names the group), or a column of <c>groups.csv</c>.
/// </summary>
public sealed class GroupRule
{
    /// <summary>Copies of one photo belong together, byte for byte or compressed anew.</summary>
    public const string Auto = "auto";

    /// <summary>Each photo is on its own.</summary>
    public const string None = "none";

    private static readonly TimeSpan PatternTime = TimeSpan.FromSeconds(1);

    private GroupRule(string text, Regex? pattern) => (Text, Pattern) = (text, pattern);

    /// <summary>The rule as it was written.</summary>
    public string Text { get; }

    /// <summary>The regular expression; null for the other kinds of rules.</summary>
    public Regex? Pattern { get; }

    /// <summary>The column of <c>groups.csv</c>; null for the other kinds of rules.</summary>
    public string? Column => Pattern is null && Text is not (Auto or None) ? Text : null;

    /// <summary>Reads a rule: what holds a parenthesis is a regular expression, any other word a column.</summary>
    /// <exception cref="FormatException">It is empty, or no regular expression with exactly one capture; the message says what to write.</exception>
    public static GroupRule Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new FormatException($"it is empty; write {Allowed}.");
        }

        if (!text.Contains('(', StringComparison.Ordinal))
        {
            return new(text, null);
        }

        Regex pattern;
        try
        {
            pattern = new(text, RegexOptions.CultureInvariant, PatternTime);
        }
        catch (RegexParseException error)
        {
            throw new FormatException($"'{text}' is no regular expression: {error.Message} Write {Allowed}.", error);
        }

        var captures = pattern.GetGroupNumbers().Length - 1;
        return captures == 1
            ? new(text, pattern)
            : throw new FormatException($"'{text}' has {captures} captures where one must name the group; write {Allowed}.");
    }

    private const string Allowed = "auto, none, a regular expression with one capture such as '^\\d+_([A-Z]\\d)', or a column of groups.csv";
}
