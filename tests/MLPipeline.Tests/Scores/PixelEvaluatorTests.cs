using MLPipeline.Scores;

namespace MLPipeline.Tests.Scores;

public class PixelEvaluatorTests
{
    [Fact]
    public void A_hand_made_photo_gives_the_areas_worked_out_by_hand()
    {
        // Two regions: {0, 1} with scores 8 and 2, and {5} with score 6. Ten normal pixels in all: scores 7, 5, 4 and
        // seven zeros. In descending order: 8 7 6 5 4 2 0.
        var evaluator = new PixelEvaluator();
        evaluator.Add([8, 2, 7, 0, 5, 6], Mask(1, 1, 0, 0, 0, 1), 6, 1, "bad");
        evaluator.Add([4, 0, 0, 0, 0, 0, 0], ReadOnlySpan<byte>.Empty, 7, 1, "good");

        var result = evaluator.Evaluate();

        // Pairs won: 8 beats 10 normal pixels, 6 beats 9, 2 beats 7.
        Assert.Equal(26.0 / 30, result.Auroc!.Value, 12);
        // One of 1, two of 3, three of 6.
        Assert.Equal((1 + (2.0 / 3) + (3.0 / 6)) / 3, result.AveragePrecision!.Value, 12);
        // Overlap (mean over two regions): 1/4 after 8; then FPR 0.1; 3/4 after 6; FPR 0.2; FPR 0.3 where it ends.
        Assert.Equal(((0.1 * 0.25) + (0.2 * 0.75)) / 0.3, result.Aupro!.Value, 12);
        Assert.Equal(2, result.Regions);
        Assert.Equal(3.0 / 13, result.BaseRate!.Value, 12);
        Assert.Equal(new OracleF1(4.0 / 6, 6), result.F1Max);
        // Above the only good pixel that scores (4) are two of three defective pixels.
        Assert.Equal(2.0 / 3, result.MeanAupimo!.Value, 12);
        Assert.Equal(new PhotoOverlap("bad", 2.0 / 3), Assert.Single(result.Aupimo));
    }

    [Fact]
    public void The_limit_of_aupro_is_interpolated()
    {
        var evaluator = new PixelEvaluator();
        evaluator.Add([3, 1, 2, 0], Mask(1, 1, 0, 0), 4, 1);

        // Overlap 1/2 at FPR 0 and up to FPR 1/2; from there, by the next threshold, 1.
        Assert.Equal(0.5, evaluator.Evaluate(0.3).Aupro!.Value, 12);
        Assert.Equal(0.75, evaluator.Evaluate(1).Aupro!.Value, 12);
    }

    [Fact]
    public void A_constant_map_is_at_chance_level()
    {
        var evaluator = new PixelEvaluator();
        evaluator.Add(new float[100], Mask([.. Enumerable.Range(0, 100).Select(i => i < 10 ? 1 : 0)]), 10, 10);
        evaluator.Add(new float[100], ReadOnlySpan<byte>.Empty, 10, 10);

        var result = evaluator.Evaluate();

        Assert.Equal(0.5, result.Auroc!.Value, 12);
        Assert.Equal(0.05, result.AveragePrecision!.Value, 12);
        Assert.Equal(0.15, result.Aupro!.Value, 12);
        Assert.Equal(0, result.MeanAupimo);
    }

    [Fact]
    public void A_perfect_map_gives_one_everywhere()
    {
        var evaluator = new PixelEvaluator();
        evaluator.Add([0, 1, 1, 0], Mask(0, 255, 255, 0), 2, 2);
        evaluator.Add([0, 0, 0, 0], ReadOnlySpan<byte>.Empty, 2, 2);

        var result = evaluator.Evaluate();

        Assert.Equal(1, result.Auroc);
        Assert.Equal(1, result.AveragePrecision);
        Assert.Equal(1, result.Aupro!.Value, 12);
        Assert.Equal(1, result.MeanAupimo!.Value, 12);
    }

    [Fact]
    public void A_small_region_weighs_as_much_as_a_large_one()
    {
        // The single pixel is found at once, the region of four never within the limit.
        var evaluator = new PixelEvaluator();
        evaluator.Add([9, 5, 1, 1, 1, 1], Mask(1, 0, 1, 1, 1, 1), 6, 1);

        Assert.Equal(0.5, evaluator.Evaluate(0.3).Aupro!.Value, 12);
    }

    [Theory]
    [InlineData(1, 1f, 0f)]
    [InlineData(2, 20f, 100f)]
    [InlineData(3, 1e-4f, -2e-4f)]
    public void Random_maps_agree_with_the_naive_definitions(int seed, float scale, float offset)
    {
        var photos = RandomPhotos.Make(seed, 12, scale, offset);
        var evaluator = new PixelEvaluator();
        foreach (var photo in photos)
        {
            evaluator.Add(photo.Map, photo.Mask, photo.Width, photo.Height, photo.Name);
        }

        var result = evaluator.Evaluate(0.3, 1e-3, 1e-1);

        var labels = photos.SelectMany(p => p.Mask).Select(m => m != 0).ToArray();
        var scores = photos.SelectMany(p => p.Map).ToArray();

        // The bins are 2^-15 of the score wide: with 100 added to scores that spread over 50, that is 0.0001 of the spread.
        Assert.Equal(NaiveMetrics.Auroc(scores, labels), result.Auroc!.Value, 1e-5);
        Assert.Equal(NaiveMetrics.AveragePrecision(scores, labels), result.AveragePrecision!.Value, 1e-3);
        Assert.Equal(NaiveMetrics.Aupro(photos, 0.3), result.Aupro!.Value, 1e-4);
        Assert.Equal(NaiveMetrics.Aupro(photos, 0.05), evaluator.Evaluate(0.05).Aupro!.Value, 1e-4);
        var aupimo = NaiveMetrics.Aupimo(photos, 1e-3, 1e-1);
        Assert.Equal(aupimo.Keys.Order(StringComparer.Ordinal), result.Aupimo.Select(p => p.Photo));
        Assert.All(result.Aupimo, p => Assert.Equal(aupimo[p.Photo], p.Aupimo, 1e-3));
    }

    [Fact]
    public void Merged_parts_equal_the_whole_bit_for_bit()
    {
        var photos = RandomPhotos.Make(5, 10, 3, 0);
        var whole = new PixelEvaluator();
        PixelEvaluator[] parts = [new(), new(), new()];
        for (var i = 0; i < photos.Count; i++)
        {
            whole.Add(photos[i].Map, photos[i].Mask, photos[i].Width, photos[i].Height, photos[i].Name);
            parts[i % 3].Add(photos[i].Map, photos[i].Mask, photos[i].Width, photos[i].Height, photos[i].Name);
        }

        parts[2].Merge(parts[0]);
        parts[2].Merge(parts[1]);

        Assert.Equivalent(whole.Evaluate(), parts[2].Evaluate(), strict: true);
        Assert.Throws<ArgumentOutOfRangeException>(() => whole.Merge(whole));
    }

    [Fact]
    public void A_missing_class_gives_null()
    {
        var goodOnly = new PixelEvaluator();
        goodOnly.Add([1, 2], ReadOnlySpan<byte>.Empty, 2, 1);
        var empty = new PixelEvaluator().Evaluate();
        var allDefective = new PixelEvaluator();
        allDefective.Add([1, 2], Mask(1, 1), 2, 1);

        foreach (var result in new[] { goodOnly.Evaluate(), empty, allDefective.Evaluate() })
        {
            Assert.Null(result.Auroc);
            Assert.Null(result.AveragePrecision);
            Assert.Null(result.F1Max);
            Assert.Null(result.Aupro);
            Assert.Null(result.MeanAupimo);
            Assert.Empty(result.Aupimo);
        }

        Assert.Null(empty.BaseRate);
    }

    [Fact]
    public void An_all_zero_mask_is_a_good_photo()
    {
        var evaluator = new PixelEvaluator();
        evaluator.Add([1, 2], new bool[2], 2, 1);

        Assert.Equal(1, evaluator.Evaluate().GoodPhotos);
    }

    [Fact]
    public void A_NaN_is_refused_by_name_and_index_and_leaves_the_rest_alone()
    {
        var evaluator = new PixelEvaluator();
        var error = Assert.Throws<ArgumentException>(() => evaluator.Add([0, 1, float.NaN, 2], new byte[4], 2, 2, "000.png"));

        Assert.Contains("000.png", error.Message);
        Assert.Contains("index 2", error.Message);
        Assert.Equal(0, evaluator.Evaluate().GoodPhotos);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        var evaluator = new PixelEvaluator();
        Assert.Throws<ArgumentException>(() => evaluator.Add(new float[5], ReadOnlySpan<byte>.Empty, 2, 2));
        Assert.Throws<ArgumentException>(() => evaluator.Add(new float[4], new byte[3], 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => evaluator.Evaluate(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => evaluator.Evaluate(0.3, 1e-4, 1e-5));
    }

    /// <summary>A map is smooth: at blocks of 5 x 5 pixels its figures are those of all pixels, also with the edge blocks cut.</summary>
    [Fact]
    public void Blocks_of_a_large_photo_give_the_figures_of_its_pixels()
    {
        var (random, full, blocked) = (new Random(3), new PixelEvaluator(), new PixelEvaluator());
        const int Width = 1203, Height = 902, Side = 5;
        foreach (var photo in Enumerable.Range(0, 8).OrderBy(i => i % 2))
        {
            var map = Enumerable.Range(0, 14 * 14).Select(_ => (float)random.NextDouble()).ToArray();
            var mask = new byte[photo % 2 == 0 ? 0 : Width * Height];
            for (var spot = 0; spot < 3 && mask.Length > 0; spot++)
            {
                var (x, y, radius) = (random.Next(Width), random.Next(Height), random.Next(6, 90));
                map[(y * 14 / Height * 14) + (x * 14 / Width)] += 1;
                for (var i = 0; i < mask.Length; i++)
                {
                    var (dy, dx) = ((i / Width) - y, (i % Width) - x);
                    mask[i] |= (byte)((dx * dx) + (dy * dy) < radius * radius ? 1 : 0);
                }
            }

            full.Add(new MapScaler(14, 14, new(224, 224), Width, Height).Scale(map), mask, Width, Height, $"{photo}");
            blocked = photo == 1 ? Joined(blocked) : blocked;
            blocked.Add(new MapScaler(14, 14, new(224, 224), Width, Height, Side).Scale(map), mask, new PixelBlocks(Width, Height, Side), $"{photo}");
        }

        var (expected, actual) = (full.Evaluate(), blocked.Evaluate());
        Assert.Equal(expected.Auroc!.Value, actual.Auroc!.Value, 1e-3);
        Assert.Equal(expected.AveragePrecision!.Value, actual.AveragePrecision!.Value, 1e-3);
        Assert.Equal(expected.Aupro!.Value, actual.Aupro!.Value, 1e-3);
        Assert.Equal(expected.MeanAupimo!.Value, actual.MeanAupimo!.Value, 2e-3);
        Assert.Equal(expected.Regions, actual.Regions);
        Assert.Equal(expected.BaseRate, actual.BaseRate);

        static PixelEvaluator Joined(PixelEvaluator good)
        {
            var rest = good.AfterGood();
            rest.Merge(good);
            return rest;
        }
    }

    private static byte[] Mask(params int[] values) => Array.ConvertAll(values, v => (byte)v);
}
