using MLPipeline.Scores;

namespace MLPipeline.Tests.Models;

public class StandardizerTests
{
    [Fact]
    public void It_takes_median_and_root_mean_square_deviation_of_the_logarithms()
    {
        var scale = Standardizer.Of([MathF.Exp(1), MathF.Exp(2), MathF.Exp(3), MathF.Exp(4), MathF.Exp(9)]);
        Assert.True(scale.Logarithmic);
        Assert.Equal(3, scale.Center, 1e-5);
        var deviation = Math.Sqrt((4 + 1 + 0 + 1 + 36) / 5.0);
        Assert.Equal(deviation, scale.Scale, 1e-5);
        Assert.Equal(0, scale.Apply(Math.Exp(3)), 1e-5);
        Assert.Equal(1 / deviation, scale.Apply(Math.Exp(4)), 1e-5);
    }

    [Fact]
    public void Scores_of_zero_or_less_are_taken_as_they_are()
    {
        var scale = Standardizer.Of([-2, -1, 0, 1, 2]);
        Assert.False(scale.Logarithmic);
        Assert.Equal(2 / Math.Sqrt(2), scale.Apply(2), 1e-6);
    }

    [Fact]
    public void Equal_scores_give_a_finite_scale()
    {
        var scale = Standardizer.Of([5, 5, 5]);
        Assert.Equal(0, scale.Apply(5), 1e-6);
        Assert.True(double.IsFinite(scale.Apply(6)));
    }

    [Fact]
    public void A_score_of_zero_stays_finite() => Assert.True(double.IsFinite(Standardizer.Of([1, 2, 3]).Apply(0)));
}
