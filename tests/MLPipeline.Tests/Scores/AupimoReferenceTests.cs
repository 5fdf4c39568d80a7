using MLPipeline.Scores;

namespace MLPipeline.Tests.Scores;

/// <summary>
/// The authors' own code (github.com/jpcbertoldo/aupimo, pimo_numpy.aupimo_scores(maps, masks, num_threshs=300_000,
/// binclf_algorithm='python')) and scikit-learn 1.2.1 were run on these same eight made-up photos of 400 x 500 pixels.
/// With a million good pixels both ends of the range, FPR 1e-5 and 1e-4, are met exactly; where they are not, that code
/// cuts the range at the nearest FPR there is, but still divides by the whole of it.
/// </summary>
public class AupimoReferenceTests
{
    private const int Width = 500;
    private const int Height = 400;

    [Fact]
    public void The_figures_of_the_published_code_come_out()
    {
        var evaluator = new PixelEvaluator();
        for (var p = 0; p < 8; p++)
        {
            var (map, mask) = Photo(p);
            evaluator.Add(map, mask, Width, Height, $"{p}");
        }

        var result = evaluator.Evaluate();

        Assert.Equal(["5", "6", "7"], result.Aupimo.Select(p => p.Photo));
        Assert.Equal(0.03974218615379545, result.Aupimo[0].Aupimo, 1e-4);
        Assert.Equal(0.3160948455999596, result.Aupimo[1].Aupimo, 1e-4);
        Assert.Equal(0.9916728410346191, result.Aupimo[2].Aupimo, 1e-4);
        Assert.Equal(0.9998287693949044, result.Auroc!.Value, 1e-7);
        Assert.Equal(0.9890682671739484, result.AveragePrecision!.Value, 1e-5);
        Assert.InRange(result.AupimoPoints, 80, 91);
    }

    /// <summary>-ln(1 - u) everywhere, u from an integer hash of the photo and the pixel; a raised corner in photos 5 to 7.</summary>
    private static (float[] Map, bool[] Mask) Photo(int p)
    {
        var map = new float[Width * Height];
        var mask = new bool[map.Length];
        for (var i = 0; i < map.Length; i++)
        {
            var x = (uint)(i + (p * 1000003));
            x ^= x >> 16;
            x *= 0x7feb352d;
            x ^= x >> 15;
            x *= 0x846ca68b;
            x ^= x >> 16;
            mask[i] = p >= 5 && i % Width < 100 && i / Width < 100;
            map[i] = (float)(-Math.Log(1 - (x / 4294967296.0)) + (mask[i] ? 7 + (2 * (p - 5)) : 0));
        }

        return (map, mask);
    }
}
