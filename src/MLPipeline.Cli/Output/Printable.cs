using System.Globalization;
using System.Text;

namespace MLPipeline.Cli;

/// <summary>
/// Makes text safe to show: names of files may hold control characters, by which a terminal could be told to do things, and
/// marks that turn the direction of reading. Such characters are written out.
/// </summary>
internal static class Printable
{
    /// <summary>The text with its control characters as <c>\u001b</c>; line ends stay.</summary>
    public static string Of(string text) => text.Any(IsUnsafe) ? Escape(text, keepLines: true) : text;

    /// <summary>The text with its control characters as <c>\u001b</c>, line ends too.</summary>
    public static string Line(string text) => text.Any(c => IsUnsafe(c) || c is '\n' or '\r' or '\t') ? Escape(text, keepLines: false) : text;

    private static bool IsUnsafe(char c) =>
        (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    private static string Escape(string text, bool keepLines)
    {
        var result = new StringBuilder();
        foreach (var c in text)
        {
            if (IsUnsafe(c) || (!keepLines && c is ('\n' or '\r' or '\t')))
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                result.Append(c);
            }
        }

        return result.ToString();
    }
}
