using System.Diagnostics;
using Samples;
using SkiaSharp;

namespace MLPipeline.Tests.Samples;

/// <summary>The samples do what they say, are short, and the one for services knows no assembly of this project.</summary>
public sealed class SampleTests
{
    private static readonly string[] Files = Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "*.cs");

    [Fact]
    public void They_are_short() => Assert.All(Files, f => Assert.InRange(File.ReadAllLines(f).Length, 1, 59));

    [Fact]
    public void The_heat_map_knows_stock_ML_NET_only() =>
        Assert.DoesNotContain("using MLPipeline", File.ReadAllText(Files.Single(f => Path.GetFileName(f) == "HeatMap.cs")), StringComparison.Ordinal);

    [Fact]
    public void A_folder_of_photos_becomes_a_model()
    {
        using var run = new TinyRun();
        var zip = run.Folder["trained.zip"];

        Assert.Equal(0, TrainAndSave.Run(run.Folder["disc/train/good"], zip));
        Assert.True(new FileInfo(zip).Length > 0);
    }

    [Fact]
    public async Task A_service_scores_a_stream()
    {
        using var run = new TinyRun();

        Assert.Equal(0, await ScoringService.RunAsync(run.Model, run.Folder["disc/test/bar"]));
    }

    [Fact]
    public void A_heat_map_is_red_where_the_photo_is_anomalous()
    {
        using var run = new TinyRun();
        double Redness(string photo)
        {
            var png = run.Folder["heat.png"];
            Assert.Equal(0, HeatMap.Run(run.Model, run.Folder[photo], png));
            using var before = SKBitmap.Decode(run.Folder[photo]);
            using var after = SKBitmap.Decode(png);
            Assert.Equal((before.Width, before.Height), (after.Width, after.Height));
            return after.Pixels.Average(p => p.Red - p.Green) - before.Pixels.Average(p => p.Red - p.Green);
        }

        Assert.True(Redness("disc/test/bar/000.png") > 2 * Redness("disc/test/good/000.png"));
    }

    [Fact]
    public void A_detector_of_ones_own_runs_by_its_name()
    {
        using var run = new TinyRun();
        // In a process of its own: here the detector would stay registered for all other tests.
        using var process = Process.Start("dotnet", [typeof(OwnDetector).Assembly.Location, "detector", run.Folder.Root, run.Folder["../own"]]);
        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
        Assert.True(File.Exists(run.Folder["../own/disc/model.zip"]));
    }
}
