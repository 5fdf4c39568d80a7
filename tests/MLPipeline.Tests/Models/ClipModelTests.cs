using MLPipeline.Datasets;
using MLPipeline.Models;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Models;

public class ClipModelTests
{
    [Fact]
    public void Learning_in_two_steps_gives_the_sums_of_learning_from_all()
    {
        var all = new ClipTrainer(TinyClips.Options).Train(TinyClips.Normal(0, 6));
        var first = new ClipModel(all.Camera, all.Scale, all.Detectors, Empty(all), [.. all.Weights], all.TargetRate);
        var stepwise = ClipTrainer.Update(ClipTrainer.Update(first, TinyClips.Normal(0, 3)), TinyClips.Normal(3, 3));

        Assert.All(all.Detectors.Select((d, i) => (d.Name, i)).Where(d => d.Name != "scene"), d =>
            Assert.All(all.Statistics.Sums[d.i].Zip(stepwise.Statistics.Sums[d.i]), sums => Assert.Equal(sums.First, sums.Second, 1e-6 * (1 + Math.Abs(sums.First)))));
        Assert.Equal(all.Statistics.HeldOut.Select(h => h.Name), stepwise.Statistics.HeldOut.Skip(1).Select(h => h.Name));
    }

    [Fact]
    public void A_model_read_from_its_zip_scores_the_same()
    {
        using var folder = new TempFolder();
        var path = folder["model.zip"];
        ClipModelZip.Save(path, TinyClips.Model);
        var bytes = File.ReadAllBytes(path);
        ClipModelZip.Save(path, TinyClips.Model);

        Assert.Equal(bytes, File.ReadAllBytes(path));
        Assert.True(ClipModelZip.IsOne(path));
        var read = ClipModelZip.Load(path);
        Assert.Equal(Scores(TinyClips.Model, TinyClips.Walk(9)), Scores(read, TinyClips.Walk(9)));
        Assert.Equal(TinyClips.Model.Limit, read.Limit);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        Assert.Throws<InvalidDataException>(() => ClipModelZip.Load(path));
    }

    [Fact]
    public void Somebody_who_runs_is_found_and_said_to_be_fast()
    {
        var scorer = new ClipScorer(TinyClips.Model, TinyClips.Walk(9, pace: 1.6));
        var finder = new EventFinder(TinyClips.Model, scorer);
        var events = scorer.Score(FrameRange.All).Select(finder.Next).OfType<ClipEvent>().ToList();
        events.AddRange(new[] { finder.Finish() }.OfType<ClipEvent>());
        Assert.Contains(events, e => e.Detector == "speed" && e.Reason.StartsWith("moves 1.", StringComparison.Ordinal) && e.Reason.Contains("usual in this row", StringComparison.Ordinal));
        Assert.All(events, e => Assert.InRange(e.Box!.Value.Width, 20, DrawnClip.Width));
    }

    [Fact]
    public void A_clip_of_one_frame_has_one_score() => Assert.Single(Scores(TinyClips.Model, TinyClips.Walk(9, frames: 1)));

    [Fact]
    public void Frames_of_two_sizes_are_refused()
    {
        var clip = new TwoSizes();
        var error = Assert.Throws<ClipException>(() => Scores(TinyClips.Model, clip));
        Assert.Contains("frame 5 is 80 x 48 pixels, the frames before it 160 x 96", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Black_frames_take_the_values_of_the_frame_before_and_are_told()
    {
        var walk = TinyClips.Walk(9);
        var clip = new DrawnClip("signal lost", 60, t => t is >= 20 and < 30 ? new byte[DrawnClip.Width * DrawnClip.Height] : walk.Read(FrameRange.All).ElementAt(t).Gray);
        var scorer = new ClipScorer(TinyClips.Model, clip);
        var scores = scorer.Score(FrameRange.All).Select(f => f.Score).ToList();
        Assert.All(Enumerable.Range(20, 10), t => Assert.Equal(scores[19], scores[t]));
        Assert.Contains(scorer.Remarks, r => r.StartsWith("10 frame(s) show nothing", StringComparison.Ordinal));
    }

    [Fact]
    public void A_light_that_is_switched_on_is_no_event_for_ever()
    {
        var walk = TinyClips.Walk(2);
        var clip = new DrawnClip("light", 60, t => [.. walk.Read(FrameRange.All).ElementAt(t).Gray.Select(v => (byte)Math.Min(255, t < 20 ? v : (1.15 * v) + 5))]);
        var scorer = new ClipScorer(TinyClips.Model, clip);
        var lit = scorer.Score(FrameRange.All).Skip(30).Count(f => f.IsAnomalous);
        Assert.InRange(lit, 0, 3 + new ClipScorer(TinyClips.Model, walk).Score(FrameRange.All).Skip(30).Count(f => f.IsAnomalous));
        Assert.Contains(scorer.Remarks, r => r.Contains("that was taken back", StringComparison.Ordinal));
    }

    [Fact]
    public void A_camera_that_was_moved_is_noticed()
    {
        var walk = TinyClips.Walk(9);
        var moved = new DrawnClip("moved", 60, t =>
        {
            var picture = walk.Read(FrameRange.All).ElementAt(t).Gray;
            return [.. picture.Select((_, i) => picture[(i / DrawnClip.Width * DrawnClip.Width) + ((i + 9) % DrawnClip.Width)])];
        });
        ClipScorer Run(IFrameSource source)
        {
            var scorer = new ClipScorer(TinyClips.Model, source);
            Assert.Equal(60, scorer.Score(FrameRange.All).Count());
            return scorer;
        }

        Assert.DoesNotContain(Run(walk).Remarks, r => r.Contains("camera has moved", StringComparison.Ordinal));
        Assert.Contains(Run(moved).Remarks, r => r.Contains("camera has moved", StringComparison.Ordinal));
    }

    [Fact]
    public void One_training_clip_is_divided_and_told()
    {
        var warnings = new List<string>();
        var model = new ClipTrainer(TinyClips.Options).Train([new TrainingClip("only", TinyClips.Walk(1, frames: 80))], warnings.Add);
        Assert.Equal(8, model.Statistics.HeldOut.Count);
        Assert.Equal(80, model.Statistics.HeldOut.Sum(h => h.Frames));
        Assert.Contains(warnings, w => w.StartsWith("There is one training clip only", StringComparison.Ordinal));
    }

    [Fact]
    public void Few_training_clips_are_told()
    {
        var warnings = new List<string>();
        new ClipTrainer(TinyClips.Options).Train(TinyClips.Normal(0, 3), warnings.Add);
        Assert.Contains(warnings, w => w.Contains("more false alarms than the target of 1 % must be expected", StringComparison.Ordinal));
    }

    [Fact]
    public void Weights_learnt_from_labels_of_clips_help_on_kinds_that_were_held_out_or_stay()
    {
        double[] start = [0.5, 0.5];
        List<WeakClip> Clips(string? kind, int count, double useful, double noise) =>
            [.. Enumerable.Range(0, count).Select(c => new WeakClip(kind, [.. Enumerable.Range(0, 20).Select(t => new[] { t == 10 ? useful : 0.5, t == 3 ? noise + (c % 3) : 0.5 })]))];

        // The second detector is loud on normal clips; the first one sees all kinds.
        var (weights, learnt) = WeakWeights.Learn([.. Clips(null, 6, 0.5, 3), .. Clips("a", 3, 5, 2), .. Clips("b", 3, 6, 2)], start);
        Assert.True(learnt);
        Assert.True(weights[0] > 0.6, $"{weights[0]}");
        Assert.Equal(1, weights.Sum(), 1e-4);

        Assert.False(WeakWeights.Learn([.. Clips(null, 6, 0.5, 3), .. Clips("a", 3, 5, 2)], start).IsLearnt);
    }

    private static double[] Scores(ClipModel model, IFrameSource source) => [.. new ClipScorer(model, source).Score(FrameRange.All).Select(f => f.Score)];

    private static ClipStatistics Empty(ClipModel like) =>
        new([.. like.Statistics.Sums.Select(s => new double[s.Length])], [new HeldOutClip("none", [.. like.Detectors.Select(_ => new[] { 0f, 1f })])]);

    private sealed class TwoSizes : IFrameSource
    {
        public string Name => "two sizes";

        public int? Count => 10;

        public double? FramesPerSecond => null;

        public IEnumerable<ClipFrame> Read(FrameRange range, CancellationToken cancel = default) =>
            Enumerable.Range(0, 10).Select(i => i < 5 ? new ClipFrame(i, null, 160, 96, DrawnClip.Ground(i)) : new ClipFrame(i, null, 80, 48, new byte[80 * 48]));
    }
}
