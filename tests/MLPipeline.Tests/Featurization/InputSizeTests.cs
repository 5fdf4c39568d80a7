using MLPipeline.Featurization;

namespace MLPipeline.Tests.Featurization;

public class InputSizeTests
{
    [Theory]
    [InlineData(260, 1.0, 260, 260)]
    [InlineData(260, 1.02, 260, 260)]
    [InlineData(260, 0.4, 160, 416)]
    [InlineData(224, 2.0, 320, 160)]
    [InlineData(384, 16.0 / 9, 512, 288)]
    [InlineData(64, 100.0, 640, 32)]
    public void Sides_follow_the_aspect_ratio_in_multiples_of_32(int size, double ratio, int width, int height) =>
        Assert.Equal(new InputSize(width, height), InputSize.Of(size, ratio));
}
