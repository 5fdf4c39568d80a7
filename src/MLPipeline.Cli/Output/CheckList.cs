using MLPipeline.Jobs;

namespace MLPipeline.Cli;

/// <summary>Writes the checks of the doctor in 80 columns: what was found may be a sentence, or a list of files.</summary>
internal static class CheckList
{
    private const int AreaWidth = 9;
    private const int StatusWidth = 7;
    private const string Gap = "  ";
    private const string Arrow = "-> ";

    public static void Write(TextWriter writer, IReadOnlyList<Check> checks)
    {
        Line(writer, "area", "status", "check");
        Line(writer, new('-', AreaWidth), new('-', StatusWidth), "-----");
        foreach (var check in checks)
        {
            var (area, status) = (check.Area, check.Status.ToString().ToLowerInvariant());
            foreach (var part in Wrap($"{check.Name}: {check.Found}").Concat(check.NextStep is { } next ? Wrap(Arrow + next) : []))
            {
                Line(writer, area, status, part);
                (area, status) = ("", "");
            }
        }
    }

    private static void Line(TextWriter writer, string area, string status, string text) =>
        writer.WriteLine($"{area.PadRight(AreaWidth)}{Gap}{status.PadRight(StatusWidth)}{Gap}{text}".TrimEnd());

    /// <summary>Lines that fit; what follows the first is set in a little. A word that is too long stands alone.</summary>
    private static IEnumerable<string> Wrap(string text)
    {
        const int Width = HelpText.Width - AreaWidth - StatusWidth - 4;
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Trim().Length > 0 && line.Length + 1 + word.Length > Width)
            {
                yield return line;
                line = "  " + word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }
}
