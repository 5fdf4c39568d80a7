using MLPipeline.Detectors;
using MLPipeline.Featurization;
using MLPipeline.Pipelines;
using MLPipeline.Tests.Datasets;
using SkiaSharp;

namespace MLPipeline.Tests;

/// <summary>A dataset that a test makes and featurizes in a second: discs on a noisy ground, defective ones with a bright bar.</summary>
internal static class TinyDataset
{
    public const string Category = "disc";

    private const int Side = 96;

    /// <summary>Writes <c>disc/train/good</c>, <c>disc/test/good</c>, <c>disc/test/bar</c> and masks below the folder.</summary>
    public static string Write(TempFolder folder, int train = 14, int good = 5, int bad = 5, string category = Category)
    {
        for (var i = 0; i < train; i++)
        {
            Photo(folder, $"{category}/train/good/{i:000}.png", i, bar: false);
        }

        for (var i = 0; i < good; i++)
        {
            Photo(folder, $"{category}/test/good/{i:000}.png", 100 + i, bar: false);
        }

        for (var i = 0; i < bad; i++)
        {
            Photo(folder, $"{category}/test/bar/{i:000}.png", 200 + i, bar: true);
            folder.Image($"{category}/ground_truth/bar/{i:000}_mask.png", Side, Side, (x, y) => InBar(x, y) ? SKColors.White : SKColors.Black);
        }

        return folder.Root;
    }

    /// <summary>One photo; the same seed gives the same bytes.</summary>
    public static string Photo(TempFolder folder, string path, int seed, bool bar)
    {
        var random = new Random(seed);
        return folder.Image(path, Side, Side, (x, y) =>
        {
            var inside = ((x - 48) * (x - 48)) + ((y - 48) * (y - 48)) < 900;
            var level = (bar && InBar(x, y) ? 230 : inside ? 150 : 60) + random.Next(20);
            return new SKColor((byte)level, (byte)(level - 10), (byte)(level - 20));
        });
    }

    /// <summary>The smallest pipeline that works: Lite0 at 96 pixels.</summary>
    public static MemberOptions Member(DetectorOptions? detector = null, params string[] layers) => new()
    {
        Featurizer = new FeaturizerOptions { Backbone = "efficientnet-lite0", Size = 96, Layers = layers.Length > 0 ? layers : ["stage4", "stage6"] },
        Embedding = new EmbeddingOptions { Cells = 16 },
        Detector = detector ?? new PatchGaussianOptions { Rank = 8 },
    };

    public static PipelineOptions Pipeline(params MemberOptions[] members) =>
        new() { Name = "tiny", Members = members.Length > 0 ? members : [Member()], Threshold = new() { Folds = 3, TargetFpr = 0.1 } };

    private static bool InBar(int x, int y) => x is >= 40 and < 60 && y is >= 20 and < 50;
}
