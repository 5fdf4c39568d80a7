using MLPipeline.Compute;
using MLPipeline.Tests.Detectors;

namespace MLPipeline.Tests.Compute;

public class GreedyCoresetTests
{
    // 300 points are searched at once; 6,000 go through the threshold and through several blocks.
    [Theory]
    [InlineData(300, 50)]
    [InlineData(6000, 200)]
    public void The_choice_is_that_of_the_plain_loop(int count, int size)
    {
        var points = Embeddings.Good(count, [10]);
        var mean = Naive.Mean(points);
        var centred = points.Select(p => p.Select((v, i) => v - (float)mean[i]).ToArray()).ToArray();

        var chosen = GreedyCoreset.Select([.. centred.SelectMany(p => p)], count, 10, size);

        Assert.Equal(PlainLoop(centred, size), chosen);
    }

    [Fact]
    public void Copies_are_not_chosen_twice()
    {
        var distinct = Embeddings.Good(7, [10]);
        var points = Enumerable.Range(0, 100).SelectMany(i => distinct[i % 7]).ToArray();

        var chosen = GreedyCoreset.Select(points, 100, 10, 50);

        Assert.Equal(7, chosen.Length);
        Assert.Equal(7, chosen.Select(i => i % 7).Distinct().Count());
    }

    [Fact]
    public void A_choice_of_all_takes_every_point_once()
    {
        var points = Embeddings.Good(40, [10]).SelectMany(p => p).ToArray();

        Assert.Equal(Enumerable.Range(0, 40), GreedyCoreset.Select(points, 40, 10, 100).Order());
    }

    [Fact]
    public void A_projection_keeps_distances()
    {
        const int Count = 60;
        var points = Embeddings.Good(Count, [400]);
        var projected = RandomProjection.Apply([.. points.SelectMany(p => p)], Count, 400, 128, seed: 1);

        var ratios = Enumerable.Range(1, Count - 1).Select(i =>
            Math.Sqrt(Enumerable.Range(0, 128).Sum(c => Math.Pow(projected[(i * 128) + c] - projected[c], 2)))
            / Math.Sqrt(points[i].Zip(points[0], (a, b) => Math.Pow(a - b, 2)).Sum())).ToArray();

        // The relative deviation of a distance is about 1 / sqrt(2 x 128) = 6 %.
        Assert.All(ratios, r => Assert.InRange(r, 0.75, 1.25));
        Assert.InRange(ratios.Average(), 0.9, 1.1);
    }

    private static int[] PlainLoop(float[][] points, int size)
    {
        var nearest = points.Select(_ => double.PositiveInfinity).ToArray();
        var next = Enumerable.Range(0, points.Length).MinBy(i => points[i].Sum(v => (double)v * v));
        var chosen = new List<int>();
        while (chosen.Count < size)
        {
            chosen.Add(next);
            for (var i = 0; i < points.Length; i++)
            {
                nearest[i] = Math.Min(nearest[i], points[i].Zip(points[next], (a, b) => Math.Pow((double)a - b, 2)).Sum());
            }

            next = Enumerable.Range(0, points.Length).MaxBy(i => nearest[i]);
        }

        return [.. chosen];
    }
}
