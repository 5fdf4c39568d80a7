using MLPipeline.Scores;

namespace MLPipeline.Tests.Scores;

public class McNemarTests
{
    // R: binom.test(b, b + c)$p.value.
    [Theory]
    [InlineData(0, 6, 0.03125)]
    [InlineData(1, 9, 0.02148437)]
    [InlineData(5, 5, 1)]
    [InlineData(0, 0, 1)]
    [InlineData(3, 10, 0.09228516)]
    public void The_p_value_is_that_of_the_exact_binomial_test(int onlyFirst, int onlySecond, double p)
    {
        bool[] first = [.. Enumerable.Repeat(true, onlyFirst), .. Enumerable.Repeat(false, onlySecond), true, false];
        bool[] second = [.. Enumerable.Repeat(false, onlyFirst), .. Enumerable.Repeat(true, onlySecond), true, false];
        var result = McNemar.Compare(first, second);
        Assert.Equal((onlyFirst, onlySecond), (result.OnlyFirst, result.OnlySecond));
        Assert.Equal(p, result.P, 1e-7);
    }

    [Fact]
    public void Both_must_be_about_the_same_photos() =>
        Assert.Throws<ArgumentException>(() => McNemar.Compare([true], [true, false]));
}
