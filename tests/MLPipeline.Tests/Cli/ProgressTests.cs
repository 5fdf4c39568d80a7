using MLPipeline.Cli;
using Spectre.Console.Testing;

namespace MLPipeline.Tests.Cli;

public class ProgressTests
{
    private readonly StringWriter _log = new() { NewLine = "\n" };
    private readonly ManualTime _time = new();

    [Fact]
    public void A_stage_that_ends_gives_one_line_with_its_rate()
    {
        var progress = new PlainProgress(_log, _time);

        using (var stage = progress.Stage("bottle", "featurize", 292))
        {
            _time.Pass(4.11);
            stage.Advance(292);
        }

        Assert.Equal("bottle: featurize 292 photos in 4.1 s, 71/s\n", _log.ToString());
    }

    [Fact]
    public void A_long_stage_gives_a_line_every_ten_seconds_and_no_more()
    {
        var progress = new PlainProgress(_log, _time);

        using (var stage = progress.Stage("bottle", "featurize", 292))
        {
            for (var second = 1; second <= 25; second++)
            {
                _time.Pass(1);
                stage.Advance(10);
            }
        }

        Assert.Equal(
            """
            bottle: featurize 100/292 photos, 10/s, 19 s left
            bottle: featurize 200/292 photos, 10/s, 9.2 s left
            bottle: featurize 250/292 photos stopped after 25 s, 10/s

            """, _log.ToString());
    }

    [Theory]
    [InlineData(100, 1, 600, "x: fit 1/100 folds, 0.00/s, 16 h 30 min left")]
    [InlineData(100, 50, 100, "x: fit 50/100 folds, 0.50/s, 1 min 40 s left")]
    [InlineData(100, 99, 20, "x: fit 99/100 folds, 5.0/s, 0.2 s left")]
    [InlineData(100, 0, 20, "x: fit 0/100 folds")]
    [InlineData(100, 50, 59.6, "x: fit 50/100 folds, 0.84/s, 1 min 0 s left")]
    [InlineData(100, 50, 9.96, "x: fit 50/100 folds, 5.0/s, 10 s left")]
    public void Rates_and_times_are_short(int total, int done, double seconds, string line)
    {
        var clock = new StageClock("x", "fit", total, "folds", _time);

        _time.Pass(seconds);
        clock.Advance(done);

        Assert.Equal(line, clock.Running());
    }

    [Fact]
    public void A_stage_about_no_category_and_without_steps_has_a_line_too()
    {
        new PlainProgress(_log, _time).Stage("", "read", 0).Dispose();

        Assert.Equal("read 0 photos in 0 s\n", _log.ToString());
    }

    [Fact]
    public void One_photo_is_one_photo()
    {
        using (var stage = new PlainProgress(_log, _time).Stage("", "predict", 1))
        {
            stage.Advance();
        }

        Assert.Equal("predict 1 photo in 0 s\n", _log.ToString());
    }

    [Fact]
    public void Disposing_a_stage_twice_gives_one_line()
    {
        var stage = new PlainProgress(_log, _time).Stage("", "read", 0);

        stage.Dispose();
        stage.Dispose();

        Assert.Single(_log.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public void Steps_of_several_threads_are_all_counted()
    {
        var progress = new PlainProgress(_log, _time);

        using (var stage = progress.Stage("a", "score", 10_000))
        {
            Parallel.For(0, 10_000, _ => stage.Advance());
        }

        Assert.Equal("a: score 10000 photos in 0 s\n", _log.ToString());
    }

    [Fact]
    public void Messages_and_warnings_are_lines()
    {
        var progress = new PlainProgress(_log, _time);

        progress.Message("[bottle] 3 photos");
        progress.Warning("x.png does not decode");

        Assert.Equal("[bottle] 3 photos\nwarning: x.png does not decode\n", _log.ToString());
    }

    [Theory]
    [InlineData(true, "warning: w\n")]
    [InlineData(false, "m\nwarning: w\na: fit 0 photos in 0 s\n")]
    public void Quiet_says_warnings_alone_and_a_redirected_console_gets_lines(bool quiet, string expected)
    {
        var console = new TestConsole();
        using (var reporter = ConsoleReporter.Start(console, quiet, _time))
        {
            reporter.Message("m");
            reporter.Warning("w");
            reporter.Stage("a", "fit", 0).Dispose();
        }

        Assert.Equal(expected, console.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_live_display_leaves_a_line_per_stage_and_message()
    {
        var console = new TestConsole().Interactive();
        console.Profile.Width = 80;
        using (var progress = new LiveProgress(console, _time))
        {
            using var stage = progress.Stage("a [odd] name", "featurize", 10);
            _time.Pass(2);
            stage.Advance(10);
            progress.Message("m");
            progress.Warning("w");
        }

        Assert.Equal(
            ["m", "warning: w", "a [odd] name: featurize 10 photos in 2 s, 5.0/s"],
            console.Lines.Where(l => l is "m" || l.StartsWith("warning", StringComparison.Ordinal) || l.Contains(" in ", StringComparison.Ordinal)).Select(l => l.Trim()));
    }
}
