using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MLPipeline.Cli;

/// <summary>
/// Answers a shell that asks how a command line may go on, as <c>mlpipeline "[suggest:POSITION]" "LINE"</c>: the protocol of
/// System.CommandLine and <c>dotnet-suggest</c>.
/// </summary>
/// <remarks>System.CommandLine answers by itself for a <see cref="RootCommand"/> only; see <see cref="App.CreateRoot"/>.</remarks>
internal static partial class Completions
{
    /// <summary>Writes one completion per line, if that is what was asked.</summary>
    public static bool TryAnswer(Command root, string[] args, TextWriter output)
    {
        if (args is not [var directive, ..] || Question().Match(directive) is not { Success: true } question)
        {
            return false;
        }

        // The program may have been called by a path; the parser knows it by its name.
        var line = args.ElementAtOrDefault(1) ?? "";
        var name = line.Split(' ', 2)[0].Length;
        var position = question.Groups[1] is { Length: > 0 } digits ? int.Parse(digits.Value, CultureInfo.InvariantCulture) : line.Length;
        var known = root.Name + line[name..];
        foreach (var completion in root.Parse(known).GetCompletions(Math.Clamp(position + root.Name.Length - name, 0, known.Length)))
        {
            output.WriteLine(completion.InsertText ?? completion.Label);
        }

        return true;
    }

    [GeneratedRegex(@"^\[suggest(?::(\d{1,6}))?\]$")]
    private static partial Regex Question();
}
