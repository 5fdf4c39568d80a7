using System.Runtime.InteropServices;

namespace MLPipeline.Cli;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks the work to end in good order, which takes as long as it takes to write what is
/// finished; the second ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _cancel;
    private readonly PosixSignalRegistration[] _signals;
    private readonly TextWriter _error;
    private readonly bool _cancels;
    private int _count;

    /// <param name="cancellation">Cancels, too.</param>
    /// <param name="cancels">Whether a signal cancels; false for a command that deals with signals itself.</param>
    /// <param name="error">Where to say so.</param>
    public Interruption(CancellationToken cancellation, bool cancels, TextWriter error)
    {
        (_cancel, _cancels, _error) = (CancellationTokenSource.CreateLinkedTokenSource(cancellation), cancels, error);
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
    }

    /// <summary>Ends the work.</summary>
    public CancellationToken Token => _cancel.Token;

    /// <summary>The exit code of a process that was stopped.</summary>
    public int ExitCode { get; private set; } = ExitCodes.Cancelled;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _cancel.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        ExitCode = context.Signal == PosixSignal.SIGTERM ? ExitCodes.Terminated : ExitCodes.Cancelled;
        if (!_cancels)
        {
            return;
        }

        if (Interlocked.Increment(ref _count) > 1)
        {
            Environment.Exit(ExitCode);
        }

        _error.WriteLine("Stopping: what is finished is being written. Ctrl-C once more ends at once.");
        _cancel.Cancel();
    }
}
