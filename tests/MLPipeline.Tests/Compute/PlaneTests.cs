using MLPipeline.Compute;

namespace MLPipeline.Tests.Compute;

public class PlaneTests
{
    [Fact]
    public void Smoothing_is_the_weighted_sum_with_mirrored_edges()
    {
        var source = Random(13, 9);
        var kernel = Gaussian.Kernel(1, 3);
        var result = new Plane(13, 9);
        PlaneFilter.Gauss(13, 9, 1, 3).Apply(source, result);
        for (var y = 0; y < 9; y++)
        {
            for (var x = 0; x < 13; x++)
            {
                var sum = 0.0;
                for (var dy = -3; dy <= 3; dy++)
                {
                    for (var dx = -3; dx <= 3; dx++)
                    {
                        sum += kernel[Math.Abs(dx)] * kernel[Math.Abs(dy)] * source.Values[(Mirror(y + dy, 9) * 13) + Mirror(x + dx, 13)];
                    }
                }

                Assert.Equal(sum, result.Values[(y * 13) + x], 1e-3);
            }
        }
    }

    [Fact]
    public void A_kernel_sums_to_one() => Assert.Equal(1, Gaussian.Kernel(1.5, 6).Select((w, i) => i == 0 ? w : 2 * w).Sum(), 1e-12);

    [Theory]
    [InlineData(12, 8, 6, 4)]
    [InlineData(10, 7, 4, 3)]
    [InlineData(9, 9, 9, 9)]
    public void Resizing_takes_the_mean_of_the_area(int width, int height, int newWidth, int newHeight)
    {
        var random = new Random(3);
        byte[] source = [.. Enumerable.Range(0, width * height).Select(_ => (byte)random.Next(256))];
        var result = new Plane(newWidth, newHeight);
        new AreaResize(width, height, newWidth, newHeight).Apply(source, result);

        // The integral by a grid of points that is finer than all borders.
        const int Fine = 420;
        for (var y = 0; y < newHeight; y++)
        {
            for (var x = 0; x < newWidth; x++)
            {
                double sum = 0;
                for (var j = 0; j < Fine; j++)
                {
                    for (var i = 0; i < Fine; i++)
                    {
                        var (sx, sy) = ((int)((x + ((i + 0.5) / Fine)) * width / newWidth), (int)((y + ((j + 0.5) / Fine)) * height / newHeight));
                        sum += source[(sy * width) + sx];
                    }
                }

                Assert.Equal(sum / (Fine * Fine), result.Values[(y * newWidth) + x], 0.51);
            }
        }
    }

    [Fact]
    public void The_median_of_an_even_number_is_the_mean_of_the_middle_two() =>
        Assert.Equal([2.5f], PixelMedian.Of([.. new[] { 4f, 1f, 2f, 3f }.Select(v => new Plane(1, 1, [v]))]).Values);

    [Fact]
    public void Regions_touch_at_corners_too()
    {
        bool[] mask = [true, false, false, false, false, true, false, true, false, false, false, true];
        Assert.Equal([new Blob(0, 0, 2, 2, 2), new Blob(3, 1, 1, 2, 2)], Blobs.Find(mask, 4));
    }

    private static Plane Random(int width, int height)
    {
        var random = new Random(1);
        return new Plane(width, height, [.. Enumerable.Range(0, width * height).Select(_ => 255 * random.NextSingle())]);
    }

    private static int Mirror(int i, int size) => i < 0 ? -i : i >= size ? (2 * (size - 1)) - i : i;
}
