using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Detectors;

namespace MLPipeline.Tests.Detectors;

public class PatchMemoryTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void With_every_patch_in_the_bank_a_position_scores_its_mean_distance_to_the_nearest(int neighbours)
    {
        var rows = Embeddings.Good(10, Embeddings.Grid);
        var probe = Embeddings.Good(5, Embeddings.Grid, seed: 2);
        var maps = Maps(rows, probe, new() { CoresetSize = 10_000, Neighbours = neighbours });

        Embeddings.AssertClose(
            probe.SelectMany(Patches).Select(x => Distances(x, rows).Take(neighbours).Average()), maps.SelectMany(m => m), 1e-2);
    }

    [Fact]
    public void A_photo_of_the_bank_has_distance_zero()
    {
        var rows = Embeddings.Good(10, Embeddings.Grid);

        Assert.All(Maps(rows, rows, new() { CoresetSize = 10_000 }).SelectMany(m => m), d => Assert.InRange(d, 0f, 0.01f));
    }

    [Fact]
    public void A_coreset_leaves_no_good_patch_farther_than_a_random_bank_of_its_size_does()
    {
        var rows = Embeddings.Good(40, Embeddings.Grid);
        var farthest = Maps(rows, rows, new() { CoresetSize = 60 }).SelectMany(m => m).Max();

        var patches = rows.SelectMany(Patches).ToArray();
        new Random(1).Shuffle(patches);
        var random = patches.Max(x => patches.Take(60).Min(m => Distance(x, m)));

        Assert.True(farthest < random, $"{farthest} against {random}");
    }

    [Fact]
    public void A_coreset_chosen_in_a_projection_covers_nearly_as_well()
    {
        int[] shape = [2, 2, 200];
        var rows = Embeddings.Good(60, shape);
        var good = Embeddings.View(_context, rows, shape);
        float Farthest(int projection) => Embeddings.Maps(
            _context.VisualAnomaly().PatchMemory(new PatchMemoryOptions { CoresetSize = 80, Projection = projection }).Fit(good), good).Max(m => m.Max());

        Assert.InRange(Farthest(64) / Farthest(0), 1, 1.3);
    }

    [Fact]
    public void A_share_sets_the_size_of_the_bank()
    {
        var rows = Embeddings.Good(20, Embeddings.Grid);
        var byShare = Maps(rows, rows, new() { CoresetSize = 0, CoresetShare = 0.1 });

        Assert.Equal(Maps(rows, rows, new() { CoresetSize = 32 }), byShare);
    }

    [Fact]
    public void Reweighting_is_equation_7_of_the_paper()
    {
        var rows = Embeddings.Good(10, Embeddings.Grid);
        var probe = Embeddings.Shifted(Embeddings.Good(5, Embeddings.Grid, seed: 2), 0.5);
        var options = new PatchMemoryOptions { CoresetSize = 10_000, Reweight = true, TopShare = 0.2 };
        var model = _context.VisualAnomaly().PatchMemory(options).Fit(View(rows));
        var bank = rows.SelectMany(Patches).ToArray();

        var expected = probe.Select(photo => Patches(photo).Select(x =>
        {
            var found = bank.MinBy(m => Distance(x, m))!;
            var around = bank.OrderBy(m => Distance(found, m)).Take(9).Select(m => Math.Exp(Distance(x, m))).ToArray();
            return (1 - (around[0] / around.Sum())) * Distance(x, found);
        }).OrderDescending().Take(4).Average());

        Embeddings.AssertClose(expected, Embeddings.Scores(model, View(probe)), 1e-2);
        Assert.Equal(Maps(rows, probe, options with { Reweight = false }), Embeddings.Maps(model, View(probe)));
    }

    [Theory]
    [InlineData(1e-6f)]
    [InlineData(1e6f)]
    public void The_size_of_the_numbers_does_not_matter(float scale)
    {
        var rows = Embeddings.Good(10, Embeddings.Grid);
        var probe = Embeddings.Good(5, Embeddings.Grid, seed: 2);
        var options = new PatchMemoryOptions { CoresetSize = 50 };

        Embeddings.AssertClose(
            Maps(rows, probe, options).SelectMany(m => m).Select(v => v * (double)scale),
            Maps(Scaled(rows, scale), Scaled(probe, scale), options).SelectMany(m => m),
            1e-2);
    }

    [Fact]
    public void A_full_reservoir_holds_a_uniform_sample()
    {
        // 4,000 one-number patches with the values 0 .. 3999 into 1,000 places.
        var rows = Enumerable.Range(0, 250).Select(i => Enumerable.Range(0, 16).Select(p => (float)((i * 16) + p)).ToArray()).ToArray();
        var drawn = PatchReservoir.Draw(new GoodRows(Embeddings.View(_context, rows, 4, 4, 1), "Features"), 1000, seed: 3);

        Assert.Equal(1000, drawn.Count);
        Assert.Equal(4000, drawn.Seen);
        var values = drawn.Patches.Take(1000).Select(v => v + drawn.Mean[0]).ToArray();
        Assert.Equal(1000, values.Select(v => (int)Math.Round(v)).Distinct().Count());

        // Each quarter of the data holds a quarter of the sample; the deviation of the count is 12.
        Assert.All(values.GroupBy(v => (int)(v / 1000)), g => Assert.InRange(g.Count(), 200, 300));
    }

    private static float[][] Scaled(float[][] rows, float scale) => [.. rows.Select(r => r.Select(v => v * scale).ToArray())];

    private static IEnumerable<float[]> Patches(float[] row) => row.Chunk(8);

    private static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => Math.Pow((double)x - y, 2)).Sum());

    private static IEnumerable<double> Distances(float[] patch, float[][] rows) => rows.SelectMany(Patches).Select(m => Distance(patch, m)).Order();

    private float[][] Maps(float[][] rows, float[][] probe, PatchMemoryOptions options) =>
        Embeddings.Maps(_context.VisualAnomaly().PatchMemory(options).Fit(View(rows)), View(probe));

    private IDataView View(float[][] rows) => Embeddings.View(_context, rows, Embeddings.Grid);
}
