using MLPipeline.Basics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MLPipeline.Cli;

/// <summary>Progress for a terminal: a bar per running stage, and above the bars a line for each that ended.</summary>
internal sealed class LiveProgress : IRunProgress, IDisposable
{
    private const int BarWidth = 20;

    private readonly IAnsiConsole _console;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ProgressContext _context;
    private readonly Task _display;

    /// <summary>Opens the display; disposing closes it.</summary>
    public LiveProgress(IAnsiConsole console, TimeProvider time)
    {
        (_console, _time) = (console, time);
        var begun = new TaskCompletionSource<ProgressContext>(TaskCreationOptions.RunContinuationsAsynchronously);

        // Spectre shows progress for as long as a function runs; this one runs until the display is disposed.
        _display = console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = BarWidth }, new ClockColumn())
            .StartAsync(context =>
            {
                begun.SetResult(context);
                return _end.Task;
            });
        _context = Task.WhenAny(begun.Task, _display).GetAwaiter().GetResult() == begun.Task
            ? begun.Task.Result
            : throw new InvalidOperationException("The live display could not be opened; use --plain.", _display.Exception);
    }

    public IStage Stage(string category, string name, int total, string unit = "photos")
    {
        var clock = new StageClock(category, name, total, unit, _time);
        var bar = _context.AddTask(Markup.Escape(clock.Title), maxValue: Math.Max(1, total));
        bar.Tag = clock;
        return new LiveStage(this, bar, clock);
    }

    public void Message(string text) => _console.WriteLine(text);

    public void Warning(string text) => _console.WriteLine($"warning: {text}", new Style(Color.Yellow));

    public void Dispose()
    {
        _end.TrySetResult();
        _display.GetAwaiter().GetResult();
    }

    private sealed class LiveStage(LiveProgress owner, ProgressTask bar, StageClock clock) : IStage
    {
        private int _ended;

        public void Advance(int count = 1)
        {
            clock.Advance(count);
            bar.Increment(count);
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                bar.StopTask();
                owner._context.RemoveTask(bar);
                owner.Message(clock.Ended());
            }
        }
    }

    /// <summary>Count, rate and time left.</summary>
    private sealed class ClockColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(((StageClock?)task.Tag)?.Short() ?? "");
    }
}
