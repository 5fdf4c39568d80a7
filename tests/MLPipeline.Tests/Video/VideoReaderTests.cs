using MLPipeline.Datasets;
using MLPipeline.Tests.Datasets;
using MLPipeline.Video;

namespace MLPipeline.Tests.Video;

/// <summary>Where the program ffmpeg is not installed these are skipped.</summary>
public class VideoReaderTests
{
    [Fact]
    public void What_was_written_is_read_again_with_times_from_any_second_on()
    {
        using var folder = new TempFolder();
        var video = VideoReader.Open(Film(folder["film.mp4"], 50));

        Assert.Equal((50, 25.0), (video.Count, video.FramesPerSecond));
        Assert.Equal((DrawnClip.Width, DrawnClip.Height), video.Size);
        var frames = video.Read(FrameRange.All).Select(f => (f.Index, f.Seconds, Mean: f.Gray.Average(v => v))).ToList();
        Assert.Equal(Enumerable.Range(0, 50), frames.Select(f => f.Index));
        Assert.Equal(2 / 25.0, frames[2].Seconds);
        // The pictures grow brighter by two grey levels a frame; range conversions stretch that a little.
        Assert.All(frames.Skip(1).Zip(frames), pair => Assert.InRange(pair.First.Mean - pair.Second.Mean, 0.1, 4));
        Assert.Null(video.Damage);

        Assert.Equal([0, 10, 20, 30, 40], video.Read(new FrameRange(Every: 10)).Select(f => f.Index));
        var late = video.Read(new FrameRange(From: 1, To: 1.4)).ToList();
        Assert.Equal(Enumerable.Range(25, 10), late.Select(f => f.Index));
        Assert.Equal(frames[25].Mean, late[0].Gray.Average(v => v), 1.0);
        Assert.NotNull(video.Read(new FrameRange(Color: true)).First().Rgb);
    }

    [Fact]
    public void A_file_that_is_cut_short_gives_what_it_has_and_says_so()
    {
        using var folder = new TempFolder();
        var bytes = File.ReadAllBytes(Film(folder["film.avi"], 50));
        File.WriteAllBytes(folder["cut.avi"], bytes[..(bytes.Length / 2)]);
        var video = VideoReader.Open(folder["cut.avi"]);
        Assert.InRange(video.Read(FrameRange.All).Count(), 5, 45);
        Assert.NotNull(video.Damage);
    }

    [Fact]
    public void A_file_without_an_index_and_one_that_is_no_video_are_refused()
    {
        using var folder = new TempFolder();
        var bytes = File.ReadAllBytes(Film(folder["film.mp4"], 20));
        File.WriteAllBytes(folder["cut.mp4"], bytes[..(bytes.Length / 2)]);
        Assert.Contains("cut short", Assert.Throws<ClipException>(() => VideoReader.Open(folder["cut.mp4"])).Message, StringComparison.Ordinal);
        folder.Write("text.mp4", "this is no video");
        Assert.Throws<ClipException>(() => VideoReader.Open(folder["text.mp4"]));
        Assert.Contains("There is no video", Assert.Throws<ClipException>(() => VideoReader.Open(folder["none.mp4"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_can_be_ended_in_between()
    {
        using var folder = new TempFolder();
        var video = VideoReader.Open(Film(folder["film.mp4"], 50));
        Assert.Equal(3, video.Read(FrameRange.All).Take(3).Count());
        using var cancel = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var frame in video.Read(FrameRange.All, cancel.Token))
            {
                cancel.Cancel();
            }
        });
    }

    [Fact]
    public void A_slow_watcher_gets_the_newest_frames_and_knows_how_many_it_missed()
    {
        var queue = new LiveQueue<int>();
        for (var i = 0; i < 20; i++)
        {
            queue.Add(i);
        }

        queue.Close();
        Assert.Equal(Enumerable.Range(12, 8), queue.Take());
        Assert.Equal(12, queue.Dropped);
    }

    [Fact]
    public void A_category_may_be_made_of_video_files()
    {
        using var folder = new TempFolder("hall");
        Film(folder["train/a.mp4"], 20);
        Film(folder["test/b.avi"], 12);
        folder.Write("frame_labels.csv", "clip,frame,label\nb,3,1\nb,4,1\n");
        VideoReader.Register();
        var camera = Assert.Single(ClipDataset.Open(folder.Root).Categories);
        Assert.Equal([3, 4], camera.Test.Single().Labels!.Index().Where(l => l.Item is not null).Select(l => l.Index));
    }

    private static string Film(string path, int frames)
    {
        Assert.SkipUnless(Ffmpeg.IsInstalled(), "ffmpeg is not installed");
        using var writer = new VideoWriter(path, DrawnClip.Width, DrawnClip.Height, 25);
        for (var t = 0; t < frames; t++)
        {
            var gray = Array.ConvertAll(DrawnClip.Ground(1), v => (byte)Math.Clamp(v - 50 + (2 * t), 0, 255));
            writer.Add([.. gray.SelectMany(v => new[] { v, v, v })]);
        }

        writer.Finish();
        return path;
    }
}
