using MLPipeline.Maps;
using MLPipeline.Runs;
using SkiaSharp;

namespace MLPipeline.Reports;

/// <summary>
/// Lays an anomaly map over a photo. Colours are the same for all photos of a category: nothing is drawn up to the middle
/// score of the good photos, yellow begins above it, and red is reached as far beyond the threshold as the threshold is
/// above that middle.
/// </summary>
internal sealed class HeatMap
{
    private readonly float _cold;
    private readonly float _hot;

    /// <summary>Takes the scale from a category: out-of-fold scores where there are some, else the scores of the good test photos.</summary>
    public HeatMap(CategoryResult result)
    {
        var good = result.OutOfFold.Count > 0 ? result.OutOfFold : [.. result.Test.Where(p => !p.Photo.IsAnomalous)];
        var sorted = good.Select(p => p.Score).Order().ToArray();
        _cold = sorted.Length == 0 ? result.Threshold / 2 : sorted[sorted.Length / 2];
        _hot = result.Threshold + Math.Max(result.Threshold - _cold, 1e-6f);
    }

    /// <summary>Draws the map over the picture, whose pixels are a smaller version of the photo's.</summary>
    public SKBitmap Over(SKBitmap picture, PhotoMap map)
    {
        var heat = new MapScaler(map.Rows, map.Columns, map.Input, picture.Width, picture.Height).Scale(map.Values);
        var result = picture.Copy();
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                var heated = Math.Clamp((heat[(y * picture.Width) + x] - _cold) / (_hot - _cold), 0, 1);
                result.SetPixel(x, y, Blend(picture.GetPixel(x, y), heated));
            }
        }

        return result;
    }

    private static SKColor Blend(SKColor pixel, float heat)
    {
        // Opaque enough to see, thin enough to see through; yellow to red.
        var alpha = 0.75f * MathF.Sqrt(heat);
        return new(Mix(pixel.Red, 255), Mix(pixel.Green, 225 * (1 - heat)), Mix(pixel.Blue, 30 * (1 - heat)));

        byte Mix(byte below, float above) => (byte)((below * (1 - alpha)) + (above * alpha));
    }
}
