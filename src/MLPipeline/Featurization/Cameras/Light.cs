using MLPipeline.Compute;
using System.Numerics.Tensors;

namespace MLPipeline.Featurization;

/// <summary>Takes out changes of the light: mains flicker that rolls through the picture, an exposure that drifts.</summary>
internal static class Light
{
    private const int Around = 2;

    /// <summary>How much brighter each row is than the background: the median of the quotients, smoothed over five rows, within 0.5 and 2.</summary>
    public static float[] RowGain(Plane image, Plane background)
    {
        var (width, height) = (image.Width, image.Height);
        var (above, below, raw) = (new float[width], new float[width], new float[height]);
        for (var y = 0; y < height; y++)
        {
            TensorPrimitives.Add(image.Row(y), 1f, above);
            TensorPrimitives.Add(background.Row(y), 1f, below);
            TensorPrimitives.Divide(above, below, above);
            raw[y] = PixelMedian.Of(above);
        }

        var gain = new float[height];
        for (var y = 0; y < height; y++)
        {
            var sum = 0f;
            for (var k = -Around; k <= Around; k++)
            {
                sum += raw[Math.Clamp(y + k, 0, height - 1)];
            }

            gain[y] = Math.Clamp(sum / ((2 * Around) + 1), 0.5f, 2f);
        }

        return gain;
    }

    /// <summary>Divides each row by its gain.</summary>
    public static void Normalise(Plane image, Plane background)
    {
        var gain = RowGain(image, background);
        for (var y = 0; y < image.Height; y++)
        {
            TensorPrimitives.Divide(image.Row(y), gain[y], image.Row(y));
        }
    }

    /// <summary>The spread of the gains over time, as a standard deviation: the mean over rows of 1.4826 median absolute deviations.</summary>
    public static double Spread(IReadOnlyList<Plane> images, Plane background)
    {
        var gains = images.Select(image => RowGain(image, background)).ToArray();
        return 1.4826 * Enumerable.Range(0, background.Height).Average(y =>
        {
            var row = gains.Select(g => g[y]).ToArray();
            var middle = PixelMedian.Of([.. row]);
            return PixelMedian.Of(row.Select(g => Math.Abs(g - middle)).ToArray());
        });
    }
}
