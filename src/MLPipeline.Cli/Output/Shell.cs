using System.CommandLine;
using Spectre.Console;

namespace MLPipeline.Cli;

/// <summary>What a command talks through: results go to standard output, progress and messages to standard error.</summary>
internal sealed class Shell
{
    private readonly bool _quiet;

    private Shell(IAnsiConsole output, IAnsiConsole error, bool quiet) => (Output, Error, _quiet) = (output, error, quiet);

    /// <summary>For results. Text that programs may read goes to <see cref="Writer"/> instead, which never wraps.</summary>
    public IAnsiConsole Output { get; }

    /// <summary>For what is not a result.</summary>
    public IAnsiConsole Error { get; }

    /// <summary>Standard output as it is.</summary>
    public TextWriter Writer => Output.Profile.Out.Writer;

    /// <summary>The shell of a command line.</summary>
    public static Shell Of(ParseResult parsed)
    {
        var plain = GlobalOptions.Plain(parsed);
        return new Shell(
            Create(parsed.InvocationConfiguration.Output, plain),
            Create(parsed.InvocationConfiguration.Error, plain),
            GlobalOptions.Quiet(parsed));
    }

    /// <summary>Starts to show progress. To be disposed before results are written, since a live display holds the terminal.</summary>
    public ConsoleReporter StartProgress() => ConsoleReporter.Start(Error, _quiet, TimeProvider.System);

    private static IAnsiConsole Create(TextWriter writer, bool plain) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
        ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        Interactive = plain ? InteractionSupport.No : InteractionSupport.Detect,
    });
}
