using MLPipeline.Compute;
using MLPipeline.Datasets;
using MLPipeline.Featurization;

namespace MLPipeline.Tests.Featurization;

public class FlowMeterTests
{
    [Fact]
    public void A_walker_moves_as_fast_as_it_was_drawn()
    {
        var motion = Measure(TinyClips.Walk(2, pace: 0.4), 30);
        var cells = motion.Valid.Where(c => motion.Foreground[c] > 0.3).ToList();
        Assert.NotEmpty(cells);
        Assert.Equal(0.4, cells.Average(c => motion.U[c]), 0.08);
        Assert.Equal(0, cells.Average(c => motion.V[c]), 0.05);
    }

    [Fact]
    public void The_first_frame_has_no_motion_and_does_not_slow_the_second()
    {
        var meter = new FlowMeter(TinyClips.Model.Camera);
        var frames = TinyClips.Walk(2, pace: 0.5).Read(FrameRange.All).Take(2).ToList();
        Assert.Empty(meter.Step(frames[0].Gray).Valid);
        var second = meter.Step(frames[1].Gray);
        // Kept as a frame of no motion it would halve the share of foreground.
        Assert.True(second.Foreground.Max() > 0.35, $"{second.Foreground.Max()}");
    }

    [Fact]
    public void Speeds_are_per_frame_of_training_whatever_the_rate()
    {
        var same = Measure(TinyClips.Walk(2, pace: 0.4), 40);
        var twice = Measure(TinyClips.Walk(2, pace: 0.2, frames: 100), 80, rate: 2);
        Assert.Equal(same.Valid.Average(same.Speed), twice.Valid.Average(twice.Speed), 0.1);
    }

    [Fact]
    public void What_is_put_down_grows_old()
    {
        var clip = new DrawnClip("bag", 60, t =>
        {
            var picture = DrawnClip.Ground(t);
            if (t >= 20)
            {
                DrawnClip.Walker(picture, 80, 60);
            }

            return picture;
        });
        var (before, after) = (Measure(clip, 20).Age.Max(), Measure(clip, 60).Age.Max());
        Assert.Equal(0, before);
        Assert.InRange(after, 25, 40);
    }

    [Fact]
    public void What_stood_there_from_the_start_was_not_left()
    {
        var clip = new DrawnClip("parked", 60, t =>
        {
            var picture = DrawnClip.Ground(t);
            DrawnClip.Walker(picture, 80, 60);
            return picture;
        });
        Assert.Equal(0, Measure(clip, 60).Age.Max());
    }

    [Fact]
    public void Another_exposure_is_taken_back()
    {
        var clip = TinyClips.Walk(2, pace: 0.4);
        var brighter = new DrawnClip("brighter", 60, t => [.. clip.Read(FrameRange.All).ElementAt(t).Gray.Select(v => (byte)Math.Clamp((1.25 * v) - 15, 0, 255))]);
        var (plain, seen) = (Measure(clip, 12), Measure(brighter, 12));
        Assert.Equal(plain.Filled, seen.Filled, 0.02);
        Assert.Equal(plain.Valid.Average(plain.Speed), seen.Valid.Average(seen.Speed), 0.06);
    }

    [Fact]
    public void A_picture_that_has_changed_as_a_whole_becomes_the_background()
    {
        var clip = new DrawnClip("turned", 120, t => t < 10 ? DrawnClip.Ground(t) : Array.ConvertAll(DrawnClip.Ground(t), v => (byte)((5 * v) % 256)));
        Assert.True(Measure(clip, 30).Filled > 0.6);
        Assert.True(Measure(clip, 120).Filled < 0.1);
    }

    [Fact]
    public void Flicker_and_shake_are_found_and_taken_out_only_where_they_are()
    {
        Camera Learn(Func<int, byte[]> draw) => CameraCalibration.Learn([.. Enumerable.Range(0, 60).Select(t => new Plane(DrawnClip.Width, DrawnClip.Height, Array.ConvertAll(draw(t), v => (float)v)))], DrawnClip.Width, DrawnClip.Height, 16);

        var calm = Learn(t => DrawnClip.Ground(t));
        Assert.False(calm.Light);
        Assert.False(calm.Steady);
        Assert.True(Learn(t => Array.ConvertAll(DrawnClip.Ground(t), v => (byte)(v * (1 + (0.05 * Math.Sin(t)))))).Light);
        Assert.True(Learn(t => Shifted(DrawnClip.Ground(t), (t % 5) - 2)).Steady);
    }

    private static byte[] Shifted(byte[] picture, int by) =>
        [.. picture.Select((_, i) => picture[(i / DrawnClip.Width * DrawnClip.Width) + Math.Clamp((i % DrawnClip.Width) + by, 0, DrawnClip.Width - 1)])];

    private static MotionFrame Measure(DrawnClip clip, int frames, double rate = 1)
    {
        var meter = new FlowMeter(TinyClips.Model.Camera, rate);
        MotionFrame? motion = null;
        foreach (var frame in clip.Read(FrameRange.All).Take(frames))
        {
            motion = meter.Step(frame.Gray);
        }

        return motion!;
    }
}
