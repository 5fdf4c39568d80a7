using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Jobs;
using MLPipeline.Pipelines;
using MLPipeline.Reports;
using MLPipeline.Tests.Datasets;
using Samples;

namespace MLPipeline.Tests.Jobs;

public class VideoRunTests
{
    [Fact]
    public void The_sample_is_learnt_and_every_kind_of_event_is_found()
    {
        using var folder = new TempFolder();
        var dataset = SampleClips.Write(folder["data"]);
        var first = File.ReadAllBytes(folder["data/square/test/bag/070.jpg"]);
        var result = Assert.Single(VideoRun.Execute(
            new VideoRunOptions { Pipeline = PipelineFile.Load("video"), Dataset = dataset, OutFolder = folder["out"] }, NullProgress.Instance));

        Assert.Equal((4, 1.0), (result.Metrics!.Events, result.Metrics.EventRecall));
        Assert.All(result.Clips, c => Assert.InRange(c.Labelled.Events.Count(e => !c.Labelled.Truth.Any(t => t.Overlap(e) > 0)), 0, 1));
        Assert.True(result.Metrics.Micro > 0.9, $"{result.Metrics.Micro}");
        Assert.InRange(result.Metrics.AtLimit.FalsePositiveRate!.Value, 0, 0.03);
        Assert.True(result.Pixels!.Auroc > 0.8, $"{result.Pixels.Auroc}");

        var rows = File.ReadAllLines(folder["out/square/" + RunFiles.FrameScores]);
        Assert.Equal("clip,frame,seconds,label,score,smoothed,predicted,speed,place,direction,left,loiter,scene", rows[0]);
        Assert.Equal(1 + (6 * 150), rows.Length);
        Assert.StartsWith("category,train_clips,", File.ReadAllLines(folder["out/" + RunFiles.Categories])[0], StringComparison.Ordinal);
        Assert.Contains("Frame", File.ReadAllText(folder["out/" + RunFiles.Report]), StringComparison.Ordinal);

        Assert.Equal(1, WatchVideo.Run(folder["out/square/model.zip"], folder["data/square/test/cyclist"]));
        SampleClips.Write(folder["again"]);
        Assert.Equal(first, File.ReadAllBytes(folder["again/square/test/bag/070.jpg"]));
    }
}
