using MLPipeline.Featurization;
using MLPipeline.Scores;

namespace MLPipeline.Tests.Scores;

public class MapScalerTests
{
    [Fact]
    public void A_constant_map_stays_constant()
    {
        var pixels = new MapScaler(3, 4, new InputSize(64, 48), 61, 50).Scale([.. Enumerable.Repeat(2.5f, 12)]);
        Assert.Equal(61 * 50, pixels.Length);
        Assert.All(pixels, p => Assert.Equal(2.5f, p, 1e-5f));
    }

    [Fact]
    public void A_hot_cell_is_hottest_in_its_middle()
    {
        var map = new float[16];
        map[(1 * 4) + 2] = 1;
        var scaler = new MapScaler(4, 4, new InputSize(128, 128), 256, 256);
        var pixels = scaler.Scale(map);

        var hottest = Array.IndexOf(pixels, pixels.Max());
        Assert.InRange(hottest % 256, 158, 161);
        Assert.InRange(hottest / 256, 94, 97);
    }

    [Fact]
    public void Padding_is_left_out()
    {
        // A photo of 64 x 32 in an input of 64 x 64 fills rows 16 to 48: the two middle rows of the map.
        float[] map = [9, 9, 9, 9, 1, 1, 1, 1, 1, 1, 1, 1, 9, 9, 9, 9];
        var pixels = new MapScaler(4, 4, new InputSize(64, 64), 64, 32).Scale(map);
        Assert.Equal(1f, pixels[(16 * 64) + 32], 1e-3f);
    }

    [Fact]
    public void It_equals_bilinear_interpolation_and_a_Gaussian_done_one_by_one()
    {
        const int Width = 40;
        const int Height = 30;
        var random = new Random(5);
        var map = Enumerable.Range(0, 12).Select(_ => random.NextSingle()).ToArray();
        var actual = new MapScaler(3, 4, new InputSize(80, 60), Width, Height).Scale(map);

        var interpolated = new double[Height, Width];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var v = Math.Clamp(((y + 0.5) * 3 / Height) - 0.5, 0, 2);
                var u = Math.Clamp(((x + 0.5) * 4 / Width) - 0.5, 0, 3);
                var (v0, u0) = ((int)v, (int)u);
                var (v1, u1) = (Math.Min(v0 + 1, 2), Math.Min(u0 + 1, 3));
                interpolated[y, x] = ((1 - (v - v0)) * (((1 - (u - u0)) * map[(v0 * 4) + u0]) + ((u - u0) * map[(v0 * 4) + u1])))
                    + ((v - v0) * (((1 - (u - u0)) * map[(v1 * 4) + u0]) + ((u - u0) * map[(v1 * 4) + u1])));
            }
        }

        var sigma = 4 * Math.Sqrt(Width * Height) / 256;
        var radius = (int)Math.Ceiling(4 * sigma);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var (sum, weights) = (0.0, 0.0);
                for (var j = -radius; j <= radius; j++)
                {
                    for (var i = -radius; i <= radius; i++)
                    {
                        var weight = Math.Exp(-((i * i) + (j * j)) / (2 * sigma * sigma));
                        sum += weight * interpolated[Mirror(y + j, Height), Mirror(x + i, Width)];
                        weights += weight;
                    }
                }

                Assert.Equal(sum / weights, actual[(y * Width) + x], 1e-5);
            }
        }
    }

    private static int Mirror(int i, int n) => i < 0 ? -1 - i : i >= n ? (2 * n) - 1 - i : i;
}
