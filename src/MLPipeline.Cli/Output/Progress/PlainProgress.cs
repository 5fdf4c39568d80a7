using MLPipeline.Basics;

namespace MLPipeline.Cli;

/// <summary>Progress for logs: a line when a stage ends, and one now and then before that.</summary>
internal sealed class PlainProgress(TextWriter writer, TimeProvider time) : IRunProgress
{
    /// <summary>The shortest time between two lines about stages that still run.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long _lastLine = time.GetTimestamp();

    public IStage Stage(string category, string name, int total, string unit = "photos") =>
        new PlainStage(this, new StageClock(category, name, total, unit, time));

    public void Message(string text) => Write(text);

    public void Warning(string text) => Write($"warning: {text}");

    private void Write(string line)
    {
        lock (_lock)
        {
            _lastLine = time.GetTimestamp();
            writer.WriteLine(line);
        }
    }

    private void WriteIfLate(StageClock clock)
    {
        lock (_lock)
        {
            if (time.GetElapsedTime(_lastLine) >= Pause)
            {
                Write(clock.Running());
            }
        }
    }

    private sealed class PlainStage(PlainProgress owner, StageClock clock) : IStage
    {
        private int _ended;

        public void Advance(int count = 1)
        {
            clock.Advance(count);
            owner.WriteIfLate(clock);
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                owner.Write(clock.Ended());
            }
        }
    }
}
