using System.CommandLine;

namespace MLPipeline.Cli;

/// <summary>A subcommand with examples in its help.</summary>
internal sealed class DocumentedCommand(string name, string description) : Command(name, description)
{
    /// <summary>Command lines to copy, at most 76 characters each.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>Whether it deals with Ctrl-C itself, because the first one does not end it.</summary>
    public bool HandlesInterrupt { get; init; }

    /// <summary>
    /// Sets what the command does. It runs beside the main thread, so that Ctrl-C reaches it through the token even
    /// where it never awaits.
    /// </summary>
    /// <param name="work">Returns the exit code; what it throws becomes a message (<see cref="Errors"/>).</param>
    public void SetWork(Func<ParseResult, Shell, CancellationToken, int> work) =>
        SetAction((parsed, cancellation) => Task.Run(() => work(parsed, Shell.Of(parsed), cancellation), cancellation));
}
