using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Detectors;

namespace MLPipeline.Tests.Detectors;

public class CellCalibrationTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Each_cell_is_divided_by_its_shrunk_spread()
    {
        float[][] maps = [[1, 10, 5], [3, 10, 6], [5, 10, 7]];
        var calibration = CellCalibration.Of(maps);

        // Variances 4, 0 and 1, mean 5/3; s^2 = (3 v + 100 m) / 103.
        const double Mean = 5 / 3.0;
        double Factor(double v) => Math.Sqrt(Mean / (((3 * v) + (100 * Mean)) / 103));
        Assert.Equal([Factor(4), Factor(0), Factor(1)], calibration.Factors.Select(f => (double)f), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(2 * Factor(4), calibration.ForScore([2, 1, 1])[0], 1e-5);
        Assert.Equal(2 * Math.Sqrt(Factor(4)), calibration.ForMap([2, 1, 1])[0], 1e-5);
    }

    [Fact]
    public void Cells_that_never_vary_stay_as_they_are() =>
        Assert.All(CellCalibration.Of([[1, 2], [1, 2]]).Factors, f => Assert.Equal(1, f));

    // Noise with heavy tails and no cell different from another: calibrated by themselves photos score lower than new ones.
    [Fact]
    public void Held_scores_are_those_of_new_photos()
    {
        float[][] Maps(int count, int seed) => [.. Enumerable.Range(0, count).Select(i => Embeddings.Normals(196, new Random((seed * 1000) + i)).Select(v => 20 + (v * v * v)).ToArray())];
        static double MeanLog(IEnumerable<float> scores) => scores.Average(s => Math.Log(s));
        var maps = Maps(40, 1);
        var calibration = CellCalibration.Of(maps);
        var fresh = MeanLog(Maps(400, 2).Select(m => TopShare.Mean(calibration.ForScore(m), 0.04)));
        var own = MeanLog(maps.Select(m => TopShare.Mean(calibration.ForScore(m), 0.04)));
        var held = MeanLog(CellCalibration.HeldScores(maps, [.. Enumerable.Range(0, 40).Select(i => i % 20)], 0.04));

        Assert.True(Math.Abs(held - fresh) < Math.Abs(own - fresh), $"{held} is nearer to {fresh} than {own}");
        Assert.True(own < held);
    }

    [Theory]
    [InlineData(0.0, 3)]
    [InlineData(0.04, 3)]
    [InlineData(0.34, 2.5)]
    [InlineData(1.0, 2)]
    public void The_score_is_the_mean_of_the_largest_share(double share, double expected) =>
        Assert.Equal(expected, TopShare.Mean([1, 3, 2], share), 1e-6);

    // The head that is saved scores as cross-fitting does with the same factors.
    [Fact]
    public void The_head_calibrates_its_score_fully_and_its_map_by_half()
    {
        var good = Embeddings.View(_context, Embeddings.Good(30, Embeddings.Grid), Embeddings.Grid);
        var options = new PatchGaussianOptions { Rank = 4, TopShare = 0.2, Whitening = 1, Calibrate = true };
        ICalibrated trainer = _context.VisualAnomaly().PatchGaussian(options);
        var calibration = CellCalibration.Of([.. Enumerable.Range(0, 30).Select(i => Embeddings.Normals(16, new Random(i)))]);
        var plain = trainer.Fit(good, null);
        var model = trainer.Fit(good, calibration);

        var distances = Embeddings.Maps(plain, good);
        Embeddings.AssertClose(distances.SelectMany(d => calibration.ForMap(d)).Select(v => (double)v), Embeddings.Maps(model, good).SelectMany(m => m), 1e-4);
        Embeddings.AssertClose(distances.Select(d => (double)TopShare.Mean(calibration.ForScore(d), 0.2)), Embeddings.Scores(model, good), 1e-4);
    }

    [Fact]
    public void A_trainer_on_its_own_calibrates_itself()
    {
        var good = Embeddings.View(_context, Embeddings.Good(30, Embeddings.Grid), Embeddings.Grid);
        var options = new PatchGaussianOptions { Rank = 4, Calibrate = true };
        ICalibrated trainer = _context.VisualAnomaly().PatchGaussian(options);
        float[] sums = [.. Embeddings.Good(30, Embeddings.Grid).Select(r => r.Sum())];
        int[] folds = [.. sums.Select(s => sums.Count(o => o < s) % 5)];
        var calibration = CellCalibration.Of(trainer.OutOfFoldMaps(good, folds, null, default));

        Embeddings.AssertClose(
            Embeddings.Scores(trainer.Fit(good, calibration), good).Select(s => (double)s),
            Embeddings.Scores(_context.VisualAnomaly().PatchGaussian(options).Fit(good), good), 1e-5);
    }
}
