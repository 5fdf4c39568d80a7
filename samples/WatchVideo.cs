using MLPipeline.Datasets;
using MLPipeline.Models;
using MLPipeline.Video;

namespace Samples;

/// <summary>Scores the frames of a video file, a camera (camera:0), a stream (rtsp://...) or a folder, and tells of events as they end.</summary>
public static class WatchVideo
{
    public static int Run(string modelPath, string address)
    {
        var model = ClipModelZip.Load(modelPath);

        // A folder of frames needs MLPipeline alone, all else MLPipeline.Video and the program ffmpeg.
        IFrameSource source = Directory.Exists(address) ? new FrameFolder(address) : VideoReader.Open(address);
        var scorer = new ClipScorer(model, source);
        var events = new EventFinder(model, scorer);
        var count = 0;
        foreach (var frame in scorer.Score(FrameRange.All))
        {
            // frame.Score is -log of the probability of such a frame; frame.IsAnomalous holds it against model.Limit.
            if (events.Next(frame) is { } ended)
            {
                Tell(ended);
                count++;
            }
        }

        if (events.Finish() is { } last)
        {
            Tell(last);
            count++;
        }

        foreach (var remark in scorer.Remarks)
        {
            Console.Error.WriteLine(remark);
        }

        return count > 0 ? 1 : 0;
    }

    private static void Tell(ClipEvent e) => Console.WriteLine($"frames {e.Start} to {e.End}, {e.Detector}: {e.Reason} {e.Box}");
}
