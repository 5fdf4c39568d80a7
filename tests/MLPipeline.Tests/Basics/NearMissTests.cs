using MLPipeline.Basics;

namespace MLPipeline.Tests.Basics;

public class NearMissTests
{
    private static readonly string[] Words = ["rank", "noise_floor", "type"];

    [Theory]
    [InlineData("rnak", " Did you mean 'rank'?")]
    [InlineData("RANK", " Did you mean 'rank'?")]
    [InlineData("noisefloor", " Did you mean 'noise_floor'?")]
    [InlineData("noise", "")]
    [InlineData("tyep", " Did you mean 'type'?")]
    [InlineData("", "")]
    [InlineData("banana", "")]
    public void The_nearest_word_is_named_if_it_is_near(string given, string hint) => Assert.Equal(hint, NearMiss.Hint(given, Words));

    [Fact]
    public void Without_candidates_there_is_no_hint() => Assert.Equal("", NearMiss.Hint("x", []));
}
