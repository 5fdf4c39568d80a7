using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Detectors;

namespace MLPipeline.Tests.Detectors;

public class PatchFoldsTests
{
    private readonly MLContext _context = new(seed: 1);

    // Held against a detector that is fitted anew on the other folds: whitening, floor and axes are theirs.
    [Theory]
    [InlineData(20, 30, 64, 1.0, 5)]
    [InlineData(60, 30, 3, 1.0, 20)]
    [InlineData(60, 30, 3, 0.0, 20)]
    [InlineData(150, 30, 3, 1.0, 5)]
    [InlineData(24, 30, 0, 1.0, 24)]
    [InlineData(24, 30, 64, 1.0, 24)]
    public void The_maps_are_those_of_a_fit_on_the_other_folds(int count, int channels, int rank, double whitening, int folds)
    {
        int[] shape = [2, 3, channels];
        var rows = Embeddings.Good(count, shape);
        int[] assignment = [.. Enumerable.Range(0, count).Select(i => i % folds)];
        ICalibrated trainer = _context.VisualAnomaly().PatchGaussian(new PatchGaussianOptions { Rank = rank, Whitening = whitening, NoiseFloor = 0.05, Calibrate = false });

        var maps = trainer.OutOfFoldMaps(Embeddings.View(_context, rows, shape), assignment, null, default);

        for (var fold = 0; fold < folds; fold += 3)
        {
            float[][] rest = [.. rows.Where((_, i) => assignment[i] != fold)];
            float[][] held = [.. rows.Where((_, i) => assignment[i] == fold)];
            var model = trainer.Fit(Embeddings.View(_context, rest, shape), null);
            Embeddings.AssertClose(
                Embeddings.Maps(model, Embeddings.View(_context, held, shape)).SelectMany(m => m).Select(v => (double)v),
                maps.Where((_, i) => assignment[i] == fold).SelectMany(m => m),
                0.02);
        }
    }

    [Fact]
    public void More_axes_than_the_photos_span_are_no_trouble()
    {
        int[] shape = [1, 2, 40];
        float[][] rows = [.. Embeddings.Good(6, shape), .. Embeddings.Good(6, shape)];
        ICalibrated trainer = _context.VisualAnomaly().PatchGaussian(new PatchGaussianOptions { NoiseFloor = 1e-6 });

        var maps = trainer.OutOfFoldMaps(Embeddings.View(_context, rows, shape), [.. Enumerable.Range(0, 12)], null, default);

        Assert.All(maps.SelectMany(m => m), v => Assert.True(float.IsFinite(v)));
    }
}
