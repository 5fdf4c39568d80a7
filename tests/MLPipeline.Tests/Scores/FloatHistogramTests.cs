using MLPipeline.Scores;

namespace MLPipeline.Tests.Scores;

public class FloatHistogramTests
{
    [Fact]
    public void Bins_keep_the_order_of_the_floats()
    {
        float[] ascending =
        [
            float.NegativeInfinity, float.MinValue, -3f, -1.5f, -1f, -1e-20f, 0f, 1e-20f, 0.25f, 1f, 1.001f, 2f, 1e20f,
            float.MaxValue, float.PositiveInfinity,
        ];

        var bins = Array.ConvertAll(ascending, FloatHistogram.Bin);

        Assert.Equal(bins.Order().Distinct(), bins);
    }

    [Fact]
    public void Zero_and_minus_zero_share_a_bin_and_NaN_has_none()
    {
        Assert.Equal(FloatHistogram.Bin(0f), FloatHistogram.Bin(-0f));
        Assert.Equal(-1, FloatHistogram.Bin(float.NaN));
        Assert.Equal(-1, FloatHistogram.Bin(-float.NaN));
    }

    [Fact]
    public void The_edge_is_the_lowest_score_of_its_bin()
    {
        var random = new Random(3);
        for (var i = 0; i < 10_000; i++)
        {
            var score = (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 7)));
            var bin = FloatHistogram.Bin(score);
            var edge = FloatHistogram.Edge(bin);

            Assert.True(edge <= score);
            Assert.Equal(bin, FloatHistogram.Bin(edge));
            Assert.Equal(bin - 1, FloatHistogram.Bin(MathF.BitDecrement(edge)));
            Assert.True(score - edge <= Math.Abs(score) / (1 << 15));
        }
    }

    [Fact]
    public void Two_histograms_are_walked_together_from_the_top()
    {
        var a = new FloatHistogram();
        var b = new FloatHistogram();
        a.Add(FloatHistogram.Bin(2f), 1);
        a.Add(FloatHistogram.Bin(-1f), 5);
        b.Add(FloatHistogram.Bin(2f), 7);
        b.Add(FloatHistogram.Bin(100f), 3);

        var (bins, weights) = FloatHistogram.Descending(a, b);

        Assert.Equal([100f, 2f, -1f], bins.Select(FloatHistogram.Edge).Select(e => MathF.Round(e, 3)));
        Assert.Equal([0, 1, 5], weights[0]);
        Assert.Equal([3, 7, 0], weights[1]);
    }
}
