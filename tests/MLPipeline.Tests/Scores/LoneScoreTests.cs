using MLPipeline.Scores;

namespace MLPipeline.Tests.Scores;

public class LoneScoreTests
{
    [Theory]
    [InlineData(100f, 4)]
    [InlineData(6f, null)]
    public void A_largest_score_far_beyond_the_second_stands_alone(float largest, int? expected) =>
        Assert.Equal(expected, LoneScore.Of([1, 2, 3, 4, largest, 5], largest));

    [Fact]
    public void It_does_not_matter_where_the_limit_lies_below_it() => Assert.Null(LoneScore.Of([1, 2, 3, 4, 1000, 5], 5));
}
