using MLPipeline.Basics;
using Spectre.Console;

namespace MLPipeline.Cli;

/// <summary>Shows progress in the way that fits the place: live on a terminal, as plain lines elsewhere, or warnings alone.</summary>
internal sealed class ConsoleReporter : IRunProgress, IDisposable
{
    private readonly IRunProgress _shown;

    private ConsoleReporter(IRunProgress shown) => _shown = shown;

    /// <summary>Starts to show progress on <paramref name="console"/>, which is live where it takes cursor movements.</summary>
    public static ConsoleReporter Start(IAnsiConsole console, bool quiet, TimeProvider time) => new(
        quiet ? new WarningsOnly(console.Profile.Out.Writer)
        : console.Profile.Out.IsTerminal && console.Profile.Capabilities is { Ansi: true, Interactive: true } ? new LiveProgress(console, time)
        : new PlainProgress(console.Profile.Out.Writer, time));

    public IStage Stage(string category, string name, int total, string unit = "photos") => _shown.Stage(Printable.Line(category), Printable.Line(name), total, unit);

    public void Message(string text) => _shown.Message(Printable.Of(text));

    public void Warning(string text) => _shown.Warning(Printable.Of(text));

    public void Dispose() => (_shown as IDisposable)?.Dispose();

    /// <summary>What is asked to be quiet is still to be told what is wrong.</summary>
    private sealed class WarningsOnly(TextWriter writer) : IRunProgress
    {
        private readonly Lock _lock = new();

        public IStage Stage(string category, string name, int total, string unit = "photos") => NullProgress.Instance;

        public void Message(string text)
        {
        }

        public void Warning(string text)
        {
            lock (_lock)
            {
                writer.WriteLine($"warning: {text}");
            }
        }
    }
}
