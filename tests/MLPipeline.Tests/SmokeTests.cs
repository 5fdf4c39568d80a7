namespace MLPipeline.Tests;

public class SmokeTests
{
    [Fact]
    public void Skips() => Assert.Skip("no data");
    [Fact]
    public void Passes() => Assert.Equal(1, 1);
}
