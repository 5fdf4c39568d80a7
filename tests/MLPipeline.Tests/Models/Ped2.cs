using System.Text.Json;
using MLPipeline.Datasets;
using MLPipeline.Models;

namespace MLPipeline.Tests.Models;

/// <summary>UCSD Ped2 on machines that have it, a model of all six detectors trained on it once, and the numbers of an independent reference.</summary>
internal static class Ped2
{
    private static readonly Lazy<ClipModel> Trained = new(() => new ClipTrainer(new ClipOptions { Weights = ReferenceWeights }).Train(Training));
    private static readonly Lazy<JsonElement> Numbers = new(() =>
    {
        var path = Path.Combine(Repository.Root, "..", "shared", "reference", "video", "expected_ped2.json");
        Assert.SkipUnless(File.Exists(path), "no reference numbers: ../shared/reference/video/expected_ped2.json");
        return JsonDocument.Parse(File.ReadAllText(path)).RootElement;
    });

    /// <summary>The weights that the reference numbers were made with.</summary>
    public static IReadOnlyDictionary<string, double> ReferenceWeights { get; } = new Dictionary<string, double>
    {
        ["speed"] = 0.5,
        ["place"] = 0.1,
        ["direction"] = 0.1,
        ["left"] = 0.1,
        ["loiter"] = 0.1,
        ["scene"] = 0.1,
    };

    public static ClipModel Model => Trained.Value;

    public static JsonElement Expected => Numbers.Value;

    public static IReadOnlyList<TrainingClip> Training =>
        [.. Directory.GetDirectories(Path.Combine(Folder, "train")).Order(StringComparer.Ordinal).Select(d => new TrainingClip(Path.GetFileName(d), new FrameFolder(d)))];

    /// <summary>The labels of each test clip.</summary>
    public static IReadOnlyDictionary<string, bool[]> Labels => File.ReadLines(Path.Combine(Folder, "frame_labels.csv")).Skip(1)
        .Select(line => line.Split(',')).GroupBy(f => f[0]).ToDictionary(g => g.Key, g => g.Select(f => f[2] == "1").ToArray());

    private static string Folder => Repository.RealData("ucsd_ped2");

    public static FrameFolder Test(string clip) => new(Path.Combine(Folder, "test", clip));

    public static double[] Row(JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetDouble())];
}
