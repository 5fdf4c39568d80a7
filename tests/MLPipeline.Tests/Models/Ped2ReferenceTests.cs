using MLPipeline.Datasets;
using MLPipeline.Featurization;
using MLPipeline.Models;
using MLPipeline.Scores;

namespace MLPipeline.Tests.Models;

/// <summary>
/// Every stage against an independent implementation in Python. JPEG decoders differ by a grey level, so foreground counts may
/// differ by 1 %, flow by 0.02 and AUROC by 0.3 points.
/// </summary>
public class Ped2ReferenceTests
{
    [Fact]
    public void The_camera_is_the_references()
    {
        var (camera, expected) = (Ped2.Model.Camera, Ped2.Expected.GetProperty("camera"));
        Assert.Equal(expected.GetProperty("person_full").GetDouble(), camera.PersonHeight, 0.5);
        Assert.Equal((180, 120), (camera.Width, camera.Height));
        Assert.Equal(expected.GetProperty("memory").GetInt32(), camera.Memory);
        Assert.False(camera.Light);
        Assert.False(camera.Steady);
        Assert.Equal(expected.GetProperty("gain_spread").GetDouble(), camera.LightSpread, 0.0005);
        Assert.Equal(expected.GetProperty("shift_spread").GetDouble(), camera.ShakeSpread, 0.01);
        Assert.Equal(expected.GetProperty("background_mean").GetDouble(), camera.Background.Values.Average(), 0.1);
        Assert.Equal(expected.GetProperty("threshold_mean").GetDouble(), camera.Threshold.Values.Average(), 0.05);
        var row = Ped2.Row(expected.GetProperty("background_row60_every10"));
        Assert.All(row.Select((value, i) => (value, camera.Background.Row(60)[10 * i])), pair => Assert.Equal(pair.value, pair.Item2, 1.01));
    }

    [Fact]
    public void The_statistics_are_the_references()
    {
        var (model, expected) = (Ped2.Model, Ped2.Expected.GetProperty("training"));
        Assert.Equal(expected.GetProperty("typical_speed").GetDouble(), model.Scale.TypicalSpeed, 0.005);
        Assert.All(model.Detectors.Select((detector, d) => (detector.Name, Tail: model.Tails[d], Held: model.Statistics.HeldOut.Select(h => h.Scores[d].Max()))), member =>
        {
            var tail = expected.GetProperty("tails").GetProperty(member.Name);
            Assert.Equal(tail.GetProperty("start95").GetDouble(), member.Tail.Start, 0.02);
            Assert.Equal(tail.GetProperty("slope").GetDouble(), member.Tail.Slope, 0.02);
            var most = Ped2.Row(expected.GetProperty("held_out_max_by_clip").GetProperty(member.Name));
            Assert.All(most.Zip(member.Held), pair => Assert.Equal(pair.First, pair.Second, 0.05));
        });
        var limits = expected.GetProperty("limits");
        Assert.Equal(limits.GetProperty("1% raw").GetDouble(), model.LimitFor(0.01), 0.05);
        Assert.Equal(limits.GetProperty("5% raw").GetDouble(), model.LimitFor(0.05), 0.05);
        Assert.Equal(limits.GetProperty("1% smoothed").GetDouble(), model.LimitFor(0.01, smoothed: true), 0.05);
    }

    [Theory]
    [InlineData("04")]
    [InlineData("12")]
    public void The_motion_of_a_clip_is_the_references(string clip)
    {
        var expected = Ped2.Expected.GetProperty("clips").GetProperty(clip);
        var (pixels, flow) = (Ped2.Row(expected.GetProperty("foreground_pixels_first30")), Ped2.Row(expected.GetProperty("mean_flow_over_valid_first30")));
        var (valid, ages) = (Ped2.Row(expected.GetProperty("valid_windows_first30")), Ped2.Row(expected.GetProperty("age_max_first30")));
        var meter = new FlowMeter(Ped2.Model.Camera);
        MotionFrame? motion = null;
        foreach (var frame in Ped2.Test(clip).Read(FrameRange.All).Take(pixels.Length))
        {
            motion = meter.Step(frame.Gray);
            Assert.Equal(pixels[frame.Index], meter.Mask.Values.Sum(), 0.01 * pixels[frame.Index]);
            if (frame.Index > 0)
            {
                Assert.Equal(valid[frame.Index], motion.Valid.Count, 2.0);
                Assert.Equal(flow[frame.Index], motion.Valid.Average(motion.Speed), 0.02);
                Assert.Equal(ages[frame.Index], motion.Age.Max(), 0.5);
            }
        }

        var grid = expected.GetProperty("grid_at_frame");
        var row = Enumerable.Range(15 * motion!.Columns, motion.Columns);
        Assert.All(row.Select((cell, i) => (Ped2.Row(grid.GetProperty("u_grid_row15"))[i], motion.U[cell])), pair => Assert.Equal(pair.Item1, pair.Item2, 0.02));
        Assert.All(row.Select((cell, i) => (Ped2.Row(grid.GetProperty("v_grid_row15"))[i], motion.V[cell])), pair => Assert.Equal(pair.Item1, pair.Item2, 0.02));
        Assert.All(row.Select((cell, i) => (Ped2.Row(grid.GetProperty("fg_grid_row15"))[i], motion.Foreground[cell])), pair => Assert.Equal(pair.Item1, pair.Item2, 0.01));
    }

    [Fact]
    public void The_scores_are_the_references_and_as_good()
    {
        var (model, labels) = (Ped2.Model, Ped2.Labels);
        var scores = labels.Keys.ToDictionary(clip => clip, clip => new ClipScorer(model, Ped2.Test(clip)).Score(FrameRange.All).ToArray());
        foreach (var clip in new[] { "04", "12" })
        {
            var expected = Ped2.Row(Ped2.Expected.GetProperty("clips").GetProperty(clip).GetProperty("joined_all"));
            Assert.All(expected.Zip(scores[clip]), pair => Assert.Equal(pair.First, pair.Second.Score, 0.05 + (0.02 * pair.First)));
        }

        var speed = scores.ToDictionary(s => s.Key, s => s.Value.Select(f => f.Scores[0]).ToArray());
        var joined = scores.ToDictionary(s => s.Key, s => s.Value.Select(f => (float)f.Score).ToArray());
        Assert.Equal(0.9737, Micro(speed, labels), 0.003);
        Assert.Equal(0.9851, Macro(speed, labels), 0.003);
        Assert.Equal(0.9606, Micro(joined, labels), 0.003);
        Assert.Equal(0.9893, Macro(joined, labels), 0.003);
    }

    private static double Micro(Dictionary<string, float[]> scores, IReadOnlyDictionary<string, bool[]> labels) =>
        ImageMetrics.Auroc([.. scores.SelectMany(s => s.Value)], [.. scores.SelectMany(s => labels[s.Key])])!.Value;

    private static double Macro(Dictionary<string, float[]> scores, IReadOnlyDictionary<string, bool[]> labels) =>
        scores.Select(s => ImageMetrics.Auroc(s.Value, labels[s.Key])).OfType<double>().Average();
}
