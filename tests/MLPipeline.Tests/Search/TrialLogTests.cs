using MLPipeline.Detectors;
using MLPipeline.Pipelines;
using MLPipeline.Search;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Search;

public sealed class TrialLogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string LogPath => _folder["trials.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Trials_come_back_as_they_were_written()
    {
        Write(Trial(0), Trial(1) with { Objective = null, Scores = null, Error = "out of luck" });
        using var log = TrialLog.Open(LogPath, "subject");

        Assert.Equal([Text(Trial(0)), Text(Trial(1) with { Objective = null, Scores = null, Error = "out of luck" })], log.Earlier.Select(Text));
        Assert.IsType<PcaResidualOptions>(log.Earlier[0].Member.Detector);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    [InlineData(80)]
    public void A_last_line_cut_short_by_a_kill_is_dropped_and_written_anew(int lost)
    {
        Write(Trial(0), Trial(1), Trial(2));
        var whole = File.ReadAllBytes(LogPath);
        File.WriteAllBytes(LogPath, whole[..^lost]);

        using (var log = TrialLog.Open(LogPath, "subject"))
        {
            Assert.Equal([0, 1], log.Earlier.Select(t => t.Number));
            log.Add(Trial(2));
        }

        Assert.Equal(whole, File.ReadAllBytes(LogPath));
    }

    [Fact]
    public void A_trial_that_the_log_has_is_not_written_twice()
    {
        Write(Trial(0), Trial(1));
        var length = new FileInfo(LogPath).Length;
        using (var log = TrialLog.Open(LogPath, "subject"))
        {
            log.Add(log.Earlier[1]);
        }

        Assert.Equal(length, new FileInfo(LogPath).Length);
    }

    [Fact]
    public void The_log_of_another_search_is_moved_aside()
    {
        Write(Trial(0));
        using var log = TrialLog.Open(LogPath, "other photos");

        Assert.Empty(log.Earlier);
        Assert.True(File.Exists(log.Displaced));
    }

    [Fact]
    public void Each_trial_can_be_read_while_the_search_goes_on()
    {
        using var log = TrialLog.Open(LogPath, "subject");
        log.Add(Trial(0));

        using var reader = new StreamReader(new FileStream(LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        Assert.Equal(2, reader.ReadToEnd().Count(c => c == '\n'));
    }

    private void Write(params Trial[] trials)
    {
        using var log = TrialLog.Open(LogPath, "subject");
        foreach (var trial in trials)
        {
            log.Add(trial);
        }
    }

    private static Trial Trial(int number) => new()
    {
        Number = number,
        Member = new MemberOptions { Detector = new PcaResidualOptions { Variance = 0.9 + (0.01 * number) } },
        Objective = 1.0 / 3,
        Seconds = 0.5,
        Scores = [Tables.Make(1, number, 5)],
    };

    private static string Text(Trial trial) => System.Text.Json.JsonSerializer.Serialize(trial, PipelineJson.Options);
}
